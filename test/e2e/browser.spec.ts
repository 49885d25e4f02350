import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from '@celeriac/client';
import type { Browser, Locator, Page } from 'playwright-core';
import { describeInBrowser, openPage, startBrowser } from '../support/browser.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describeInBrowser('a person with a browser', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;
  let browser: Browser;

  beforeAll(async () => {
    sandbox = await createSandbox();
    [api, worker, browser] = await Promise.all([
      startProcess('main', sandbox.variables),
      startProcess('worker', sandbox.variables),
      startBrowser(),
    ]);
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([api.stop(), worker.stop()]);
    await sandbox.clean();
  });

  it("divides through the generic route and the task's own route in /docs", async () => {
    const { page, complaints } = await openPage(browser, api.url);
    await page.goto(`${api.url}/docs`);
    await page.getByText('Divide x by y', { exact: true }).waitFor();
    await take(page, 'docs');
    const short = await tryOut(page, '/tasks');
    await parameter(short, 'x').fill('42');
    await parameter(short, 'y').fill('6');
    const submitted = await execute(short);
    expect(submitted).toMatchObject({
      code: '201',
      body: { status: 'PENDING', task_id: expect.any(String) },
    });
    expect(await finished(submitted.body.task_id)).toMatchObject({ status: 'SUCCESS', result: 7 });
    await take(short, 'docs-divide');

    const own = await tryOut(page, '/tasks/math.divide');
    await own.locator('textarea.body-param__text').fill('{"payload":{"x":1,"y":0}}');
    const failing = await execute(own);
    expect(failing).toMatchObject({
      code: '201',
      body: { name: 'math.divide', task_id: expect.any(String) },
    });
    expect(await finished(failing.body.task_id)).toMatchObject({
      status: 'FAILURE',
      result: 'division by zero',
    });
    await take(own, 'docs-math-divide');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows a finished task in /dashboard', async () => {
    const { id } = await createClient({ url: api.url }).submit('math.divide', { x: 10, y: 2 });
    await finished(id);
    const { page, complaints } = await openPage(browser, api.url);
    await page.goto(`${api.url}/dashboard`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await take(page, 'dashboard');
    await page.getByRole('link', { name: 'Tasks', exact: true }).click();
    await page.locator(`a[href="/dashboard/tasks/${id}"]`).click();
    await page.getByRole('heading', { name: 'math.divide' }).waitFor();
    expect(page.url()).toBe(`${api.url}/dashboard/tasks/${id}`);
    await page.getByText('SUCCESS').first().waitFor();
    await take(page, 'dashboard-task');
    expect(complaints).toEqual([]);
    await page.close();
  });

  async function finished(id: string): Promise<object> {
    const handle = createClient({ url: api.url }).handle(id);
    await handle.result().catch(() => undefined); // some fail on purpose
    return handle.state();
  }
});

/** Expands a POST operation of Swagger UI and presses its "Try it out". */
async function tryOut(page: Page, path: string): Promise<Locator> {
  const operation = page.locator('.opblock-post', { has: page.locator(`[data-path="${path}"]`) });
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  return operation;
}

function parameter(operation: Locator, name: string): Locator {
  return operation.locator(`tr[data-param-name="${name}"] input`);
}

/** Presses "Execute" and reads the server's answer from the page. */
async function execute(operation: Locator): Promise<{ code: string; body: { task_id: string } }> {
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = operation.locator('.live-responses-table .response');
  const code = await answer.locator('.response-col_status').innerText();
  const text = await answer.locator('.highlight-code code').first().innerText();
  return { code: code.trim(), body: JSON.parse(text) as { task_id: string } };
}

/** Saves a screenshot of a page or a part of it, if SCREENSHOTS_DIR is set. */
async function take(shown: Page | Locator, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS_DIR'];
  if (folder) await shown.screenshot({ path: join(folder, `${name}.png`) });
}
