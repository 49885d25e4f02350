import { beforeAll, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { useConsole } from '../support/console-stand.js';

describeInBrowser('bulk actions, audit and settings', () => {
  const stand = useConsole();

  beforeAll(async () => {
    const { client } = stand;
    const urls = [1, 2, 3].map((page) => `http://10.0.0.1/page-${page}`);
    const tasks = await Promise.all(
      urls.map((url) => client.submit('fetch.store', { url }, { attempts: 1 })),
    );
    await Promise.allSettled(tasks.map((task) => task.result()));
    await client.api.PUT('/schedules/{schedule_id}', {
      params: { path: { schedule_id: 'nightly-report' } },
      body: { task: 'math.divide', payload: { x: 6, y: 3 }, cron: '0 3 * * *' },
    });
    await client.api.POST('/bulk-actions', {
      body: { action: 'retry', q: 'status:FAILURE name:fetch.store', dry_run: true, reason: 'to count them' },
    });
  }, 120_000);

  it('follows a dry run, and carries it out with a reason', async () => {
    const page = await stand.open('/bulk-actions');
    const row = page.locator('tbody tr', { hasText: 'Dry run: retry' });
    await row.getByText('to count them').waitFor();
    await row.getByRole('link').first().click();
    await page.getByRole('button', { name: 'Carry it out for 3 tasks' }).click();
    await page.getByLabel('Reason').fill('the address is public now');
    await page.getByRole('dialog').getByRole('button', { name: 'Retry 3 tasks' }).click();
    await page.getByRole('heading', { name: 'Retry', exact: true }).waitFor();
    await page.getByRole('region', { name: 'Order' }).getByText('the address is public now').waitFor();
    await page.locator('h1 + .bulk-progress', { hasText: 'SUCCESS' }).waitFor();
    await page.getByRole('region', { name: 'First matching tasks' }).getByRole('link').first().waitFor();
  });

  it('shows who did what, and filters it by the address', async () => {
    const page = await stand.open('/audit');
    const rows = page.locator('tbody tr');
    await rows.first().waitFor();
    await page.getByRole('link', { name: 'schedule.put' }).click();
    await page.waitForURL(/action=schedule\.put/);
    await page.getByRole('link', { name: 'nightly-report' }).waitFor();
    await page.getByText('Show', { exact: true }).first().click();
    await page.getByText('127.0.0.1').first().waitFor();
    await page.getByLabel('Action').fill('queue');
    await page.getByLabel('Action').press('Enter');
    await page.getByText('No entry matches.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await rows.first().waitFor();
    await page.getByLabel('Outcome').selectOption('failed');
    await page.waitForURL(/outcome=failed/);
    await page.getByText('No entry matches.').waitFor();
  });

  it('remembers theme and time zone, and shows the settings without secrets', async () => {
    const page = await stand.open('/settings');
    await page.getByText('Dark', { exact: true }).click();
    await page.getByRole('radiogroup', { name: 'Time zone' }).getByText('UTC', { exact: true }).click();
    await page.reload();
    await page.locator('html[data-theme="dark"]').waitFor();
    await page.getByLabel('Find a setting').fill('REDIS_URL');
    const row = page.locator('tbody tr', { hasText: 'REDIS_URL' }).first();
    await row.getByText('set, not shown').waitFor();
    await page.getByText(/1 worker\)/).waitFor();
  });
});
