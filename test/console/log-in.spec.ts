import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { useConsole } from '../support/console-stand.js';
import { API_KEYS, KEYS } from '../support/keys.js';

async function logIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Log in' }).click();
}

describeInBrowser('log in', () => {
  const stand = useConsole({ variables: { API_KEYS }, apiKey: KEYS.admin });

  it('refuses a wrong key, and then shows the wanted screen', async () => {
    const page = await stand.open('/errors?window=7d', { mayComplain: true });
    await page.getByRole('heading', { name: 'Log in to Celeriac' }).waitFor();
    await logIn(page, `cel_${'x'.repeat(43)}`);
    await page.getByText('This key is not active').waitFor();
    await logIn(page, KEYS.operator);
    await page.getByRole('heading', { name: 'Errors' }).waitFor();
    expect(page.url()).toContain('/dashboard/errors?window=7d');
  });

  it('leads to `next`, but never to another site', async () => {
    const page = await stand.open('/login?next=%2Fdashboard%2Fqueues&problem=no-role');
    await page.getByText('none of your groups has a role here').waitFor();
    await logIn(page, KEYS.viewer);
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
    await page.goto(`${stand.api.url}/dashboard/login?next=https%3A%2F%2Fevil.example%2F`);
    await page.getByRole('heading', { name: 'Welcome to Celeriac' }).waitFor();
    expect(page.url()).toBe(`${stand.api.url}/dashboard`);
  });

  it('asks for a login in the middle of the work, and goes on where it was', async () => {
    const page = await stand.open('/new?name=math.divide', { mayComplain: true });
    await logIn(page, KEYS.submitter);
    await page.getByLabel('x', { exact: true }).fill('46');
    await page.context().clearCookies();
    // Not by the mouse: the dialog is there already if the page has read anything since.
    await page.getByRole('button', { name: 'Submit' }).dispatchEvent('click');
    await page.getByRole('heading', { name: 'Log in again' }).waitFor();
    await page.keyboard.press('Escape');
    await logIn(page, KEYS.submitter);
    await page.getByRole('heading', { name: 'Log in again' }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('x', { exact: true }).inputValue()).toBe('46');
    expect(page.url()).toBe(`${stand.api.url}/dashboard/new?name=math.divide`);
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('region', { name: 'Submitted' }).getByText('SUCCESS').waitFor();
  });

  it('logs out without an error in the log of the browser', async () => {
    const page = await stand.open('/settings');
    await logIn(page, KEYS.admin);
    const access = page.getByRole('region', { name: 'Access' });
    await access.getByText('may do everything').waitFor();
    await page.getByRole('region', { name: 'Settings of the API' }).first().waitFor();
    await access.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in to Celeriac' }).waitFor();
  });
});
