import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, openPage, startBrowser } from '../support/browser.js';
import { API_KEYS, KEYS } from '../support/keys.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describeInBrowser('a person with a browser and a key', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let browser: Browser;

  beforeAll(async () => {
    sandbox = await createSandbox({ API_KEYS, DOCS: 'private', NODE_ENV: 'production' });
    [api, browser] = await Promise.all([startProcess('main', sandbox.variables), startBrowser()]);
  });

  afterAll(async () => {
    await browser.close();
    await api.stop();
    await sandbox.clean();
  });

  it('logs in to the console, comes to the wanted screen, and logs out', async () => {
    const { page, complaints } = await openPage(browser, api.url);
    await page.goto(`${api.url}/dashboard/queues?a=1`);
    await page.getByLabel('API key').waitFor();
    await take(page, 'login');
    await page.emulateMedia({ colorScheme: 'dark' });
    await take(page, 'login-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await logIn(page, KEYS.viewer);
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
    expect(page.url()).toBe(`${api.url}/dashboard/queues?a=1`);
    await take(page, 'console-logged-in');
    const [cookie, ...others] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: 'celeriac-session', httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(others).toEqual([]);

    const status = await page.evaluate(
      `fetch('/session', { method: 'DELETE' }).then(({ status }) => status)`,
    );
    expect(status).toBe(204);
    await page.goto(`${api.url}/dashboard`);
    await page.getByLabel('API key').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('learns that a key was rejected', async () => {
    const { page } = await openPage(browser, api.url); // the response is a 401, which a browser logs as an error
    await page.goto(`${api.url}/dashboard/login?next=https://evil.example/`);
    await logIn(page, `cel_${'x'.repeat(43)}`);
    await page.getByText('This key is not active').waitFor();
    await take(page, 'login-refused');
    await logIn(page, KEYS.admin);
    await page.getByRole('heading', { name: 'Welcome to Celeriac' }).waitFor();
    expect(page.url()).toBe(`${api.url}/dashboard`);
    await page.close();
  });

  it('reads private docs, and uses the API there with the key', async () => {
    const { page, complaints } = await openPage(browser, api.url);
    await page.goto(`${api.url}/docs`);
    await logIn(page, KEYS.viewer);
    await page.getByText('Divide x by y', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    // Beside keys, Swagger UI offers tokens in the URL.
    const keys = page.locator('.auth-container').first();
    await keys.getByRole('textbox').fill(KEYS.viewer);
    await take(page, 'docs-authorize');
    await keys.locator('.authorize').click();
    await keys.locator('.btn-done').click();
    const operation = page.locator('.opblock-get', { has: page.locator('[data-path="/task-types"]') });
    await operation.locator('.opblock-summary-control').click();
    await operation.getByText('Requires an API key with the role').waitFor();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});

async function logIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** Saves a screenshot of a page, if SCREENSHOTS_DIR is set. */
async function take(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS_DIR'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}
