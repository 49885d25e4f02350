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

  it('logs in to the dashboard, sees no action that changes a task, and logs out', async () => {
    const { page, complaints } = await openPage(browser, api.url);
    await page.goto(`${api.url}/dashboard/queue/tasks`);
    expect(new URL(page.url()).pathname).toBe('/dashboard/login');
    await take(page, 'login');
    await page.emulateMedia({ colorScheme: 'dark' });
    await take(page, 'login-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await logIn(page, KEYS.admin);
    await page.getByText('Celeriac').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/dashboard/queue/tasks');
    await take(page, 'dashboard-logged-in');

    await page.goto(`${api.url}/dashboard/queue/tasks?status=failed`);
    await page
      .getByText(/failed/i)
      .first()
      .waitFor();
    const offers = /retry|promote|empty|obliterate|clean|add job|pause|resume|duplicate|edit/i;
    await expect(page.getByRole('button', { name: offers }).count()).resolves.toBe(0);

    await page.goto(`${api.url}/dashboard/logout`);
    await take(page, 'logout');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('API key').waitFor();
    await page.goto(`${api.url}/dashboard`);
    expect(new URL(page.url()).pathname).toBe('/dashboard/login');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('explains why a key was rejected', async () => {
    const { page } = await openPage(browser, api.url); // the response is a 401, which a browser logs as an error
    await page.goto(`${api.url}/dashboard`);
    await logIn(page, KEYS.viewer);
    await page.getByRole('alert').getByText('The key viewer has the role viewer').waitFor();
    await take(page, 'login-refused');
    await logIn(page, KEYS.admin);
    await page.getByText('Celeriac').first().waitFor();
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
