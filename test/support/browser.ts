import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';
// @ts-expect-error shared with test/faults, whose modules have no types
import { HEADLESS, browserProgram } from './headless-browser.mjs';
import { describeWith } from './needs.js';

/** A page that records its errors. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught exceptions, and requests to other hosts. */
  readonly complaints: readonly string[];
}

const MISSING =
  'No browser: install chromium (Debian: apt-get install chromium-headless-shell), or name one by CHROME_PATH.';
const program: string | undefined = browserProgram();

/** Hosts besides this machine do not exist. (page.route() would switch the browser's cache off.) */
const ONLY_THIS_MACHINE =
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]';

/** The reason to skip what needs a browser. */
export const missingBrowser = program === undefined ? MISSING : undefined;

export const describeInBrowser = describeWith(missingBrowser);

/** Starts the browser with its own profile in the temporary folder, which is removed when it closes. */
export async function startBrowser(): Promise<Browser> {
  if (program === undefined) throw new Error(MISSING);
  return chromium.launch({ executablePath: program, args: [...HEADLESS, ONLY_THIS_MACHINE] });
}

/**
 * Opens an empty page. Requests to other origins than `origin` are complaints.
 *
 * @param options those of the browser's context
 */
export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, ...options });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) complaints.push(`It asked ${url.href}`);
  });
  return { page, complaints };
}
