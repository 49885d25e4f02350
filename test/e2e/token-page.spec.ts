import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, openPage, startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const PAGE = readFileSync('examples/own-task/task-page.html', 'utf8');

describeInBrowser('a page that has a token and no key', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;
  let browser: Browser;
  /** The page's own server, of another origin. */
  let pages: LocalOrigin;

  beforeAll(async () => {
    pages = await startOrigin((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end(PAGE.replace('`/tasks/', `\`${api.url}/tasks/`));
    });
    sandbox = await createSandbox({ API_KEYS, CORS_ORIGINS: pages.url });
    [api, worker, browser] = await Promise.all([
      startProcess('main', sandbox.variables),
      startProcess('worker', sandbox.variables),
      startBrowser(),
    ]);
  });

  afterAll(async () => {
    await browser.close();
    await pages.close();
    await Promise.all([api.stop(), worker.stop()]);
    await sandbox.clean();
  });

  /** A submit by the page's own server, which has a key. */
  const submit = async () => {
    const response = await fetch(`${api.url}/tasks/math.divide`, {
      method: 'POST',
      headers: { ...bearer(KEYS.submitter), 'Content-Type': 'application/json' },
      body: JSON.stringify({ payload: { x: 10, y: 4 }, options: { delay_ms: 300, token: true } }),
    });
    return (await response.json()) as { task_id: string; token: string };
  };
  const open = async (page: Page, origin: string, taskId: string, token: string) => {
    await page.route(`${origin}/page*`, (route) =>
      origin === api.url ? route.fulfill({ contentType: 'text/html', body: PAGE }) : route.continue(),
    );
    await page.goto(`${origin}/page?task_id=${taskId}#${token}`);
  };
  const shows = (page: Page, text: string) =>
    eventually(async () => expect(await page.locator('#result').innerText()).toBe(text));

  it.each(['the same', 'another'])('follows a task to its result, on %s origin', async (which) => {
    const { task_id: id, token } = await submit();
    const { page, complaints } = await openPage(browser, api.url);
    await open(page, which === 'another' ? pages.url : api.url, id, token);
    await shows(page, '2.5');
    const isExpected = (text: string) =>
      text.includes('favicon.ico') || text.startsWith(`It asked ${pages.url}/page?`);
    expect(complaints.filter((text) => !isExpected(text))).toEqual([]);
    await page.close();
  });

  it('learns that it must get a new token', async () => {
    const [{ task_id: id }, { token }] = [await submit(), await submit()];
    const { page } = await openPage(browser, api.url);
    await open(page, api.url, id, token);
    await shows(page, 'The link has expired.');
    await page.close();
  });

  it('leaves its token in no log', async () => {
    const { task_id: id, token } = await submit();
    await fetch(`${api.url}/tasks/${id}?access_token=${token}`);
    await eventually(() => expect(api.output()).toContain(`GET /tasks/${id} 200`));
    expect(api.output()).not.toMatch(/celt_|access_token/);
  });
});
