import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type Page, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Nothing of the browser's own may reach the network, and none of it needs a screen, a GPU or a sandbox. */
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

/** The browser's program: CHROME_PATH, else the first known name on PATH; undefined where there is none. */
export function findBrowser(): string | undefined {
  const given = process.env['CHROME_PATH'];
  if (given) return given;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** A page that remembers what went wrong on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of the console, exceptions that nobody caught, and requests that left for another host. */
  readonly complaints: readonly string[];
}

/** Starts the browser with a profile of its own in the temporary folder, which is removed when it is closed. */
export async function startBrowser(program: string): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: FLAGS });
}

/** Opens an empty page that may only ask `origin`. */
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
