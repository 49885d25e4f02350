import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { type Browser, type Page, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser must not use the network for itself, and needs no screen, GPU or sandbox. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser's program: CHROME_PATH, otherwise the first known name on PATH; undefined if there is none. */
export function findBrowser(): string | undefined {
  const given = process.env['CHROME_PATH'];
  if (given) return given;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** A page that records its errors. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught exceptions, and requests to other hosts. */
  readonly complaints: readonly string[];
}

const MISSING =
  'No browser: install chromium (Debian: apt-get install chromium), or name one by CHROME_PATH.';
const program = findBrowser();
const isRequired = process.env['CI'] === 'true';
if (program === undefined && !isRequired)
  process.stderr.write(`Skipping suites with a browser. ${MISSING}\n`);

/** `describe` for suites that need a browser: skipped on a machine without one, except in CI. */
export const describeInBrowser = program !== undefined || isRequired ? describe : describe.skip;

/** Starts the browser with its own profile in the temporary folder, which is removed when it closes. */
export async function startBrowser(): Promise<Browser> {
  if (program === undefined) throw new Error(MISSING);
  return chromium.launch({ executablePath: program, args: FLAGS });
}

/** Opens an empty page that may send requests only to `origin`. */
export async function openPage(browser: Browser, origin: string): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.route(isElsewhere(origin), async (route) => {
    complaints.push(`It asked ${route.request().url()}`);
    await route.abort();
  });
  return { page, complaints };
}

function isElsewhere(origin: string): (url: URL) => boolean {
  return (url) => url.protocol.startsWith('http') && url.origin !== origin;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
