import { chromium } from 'playwright-core';
import { HEADLESS, browserProgram } from '../../support/headless-browser.mjs';
import { spawnChild, temporaryFolder } from './children.mjs';
import { until } from './until.mjs';

const MIB = 1_048_576;

/**
 * Opens a screen of the console in a browser, such as `/tasks`.
 *
 * @returns undefined on a machine without one
 */
export async function openConsole(url, path) {
  const program = browserProgram();
  if (program === undefined) return undefined;
  const profile = `--user-data-dir=${await temporaryFolder()}`;
  const child = spawnChild('browser', program, [
    ...HEADLESS,
    '--remote-debugging-port=0',
    profile,
    'about:blank',
  ]);
  const address = () => /DevTools listening on (ws:\S+)/.exec(child.output())?.[1];
  const browser = await chromium.connectOverCDP(await until(address, { what: 'the browser' }));
  const page = await browser.contexts()[0].newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('crash', () => errors.push('The page has crashed'));
  await page.goto(`${url}/dashboard${path}`);
  await page.locator('h1').first().waitFor();
  const session = await page.context().newCDPSession(page);
  return {
    /** Uncaught exceptions. */
    errors,
    /** True once the page contains the text. */
    shows: async (text) => (await page.getByText(text).count()) > 0,
    /** Its memory after a garbage collection. */
    async heapMb() {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize / MIB;
    },
    close: () => browser.close(),
  };
}
