import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { takePicture, useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';

const WORK = { task: 'math.divide', payload: { x: 6, y: 3 } };

describeInBrowser('the schedules of the console', () => {
  const stand = useConsole();

  const put = async (id: string, rule: object) => {
    const params = { path: { schedule_id: id } };
    await stand.client.api.PUT('/schedules/{schedule_id}', { params, body: { ...WORK, ...rule } });
  };
  const read = async (id: string) => {
    const params = { path: { schedule_id: id } };
    return (await stand.client.api.GET('/schedules/{schedule_id}', { params })).data;
  };

  beforeAll(async () => {
    await put('nightly', { cron: '0 3 * * *', tz: 'Europe/Berlin', note: 'for the board' });
    await put('busy', { every_ms: 1_000 });
    await put('spring', { cron: '30 2 * * *', tz: 'Europe/Berlin', start_at: '2027-03-26T00:00:00Z' });
  });

  const row = (page: Page, id: string) =>
    page.locator('tbody tr').filter({ has: page.getByRole('link', { name: id, exact: true }) });

  it('lists them in words, found by text, state and order', async () => {
    const page = await stand.open('/schedules');
    await row(page, 'nightly').waitFor();
    expect(await row(page, 'nightly').innerText()).toContain('At 03:00, Europe/Berlin');
    expect(await row(page, 'busy').innerText()).toContain('Every second');
    await row(page, 'busy').locator('.sparkline path').waitFor({ state: 'attached', timeout: 30_000 });

    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.waitForURL(/sort=next&order=asc/);
    await page.locator('tbody tr').first().filter({ hasText: 'busy' }).waitFor();
    await page.getByLabel('Search', { exact: true }).fill('BOARD');
    await row(page, 'busy').waitFor({ state: 'detached' });
    expect(page.url()).toContain('q=BOARD');
    await page.getByLabel('State').selectOption('paused');
    await page.getByText('No schedule matches').waitFor();
  });

  it('shows the ticks of one with their tasks, and pauses it with a note', async () => {
    const page = await stand.open('/schedules/busy');
    const ticks = page.getByRole('table', { name: 'Ticks and their outcomes' });
    await ticks.getByText('submitted').first().waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Note').fill('moving the database');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('moving the database').waitFor();
    expect((await read('busy'))?.pause?.note).toBe('moving the database');

    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await ticks.locator('a').first().click();
    await page.waitForURL('**/tasks/*');
  });

  it('marks the runs that a change of the clocks moves', async () => {
    const page = await stand.open('/schedules/spring');
    await page.locator('.next-runs li').nth(9).waitFor();
    expect(await page.locator('.next-runs li').nth(2).innerText()).toContain('clocks go forward');
    await takePicture(page, 'schedule-clock-change');
  });

  it('runs one now, which leads to its task', async () => {
    const page = await stand.open('/schedules/nightly');
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    await page.waitForURL('**/tasks/*');
  });

  it('backfills a period: first as a list, then for real', async () => {
    const page = await stand.open('/schedules/nightly');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('button', { name: 'Backfill' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('From').fill('2026-03-01T00:00');
    await dialog.getByLabel('To').fill('2026-03-04T00:00');
    await dialog.getByRole('button', { name: 'List the ticks' }).click();
    await dialog.getByRole('heading', { name: 'Submit 3 ticks?' }).waitFor();
    expect(await dialog.locator('tbody tr').count()).toBe(3);
    await dialog.getByLabel('Reason').fill('the disk was full');
    await dialog.getByRole('button', { name: 'Submit 3 ticks' }).click();
    await page.getByText('3 ticks submitted.').waitFor();
    await page
      .getByRole('table', { name: 'Ticks and their outcomes' })
      .getByText('backfill')
      .first()
      .waitFor();
  });

  it('makes one by the builder, with its next runs as one types', async () => {
    const page = await stand.open('/schedules/new');
    await page.getByLabel('ID', { exact: true }).fill('weekly-sum');
    await page.getByText('Weekly', { exact: true }).click();
    await page.getByLabel('Time', { exact: true }).fill('08:30');
    await page.getByText('Wed', { exact: true }).click();
    await page.getByLabel('Time zone').selectOption('America/New_York');
    await page.getByText('At 08:30 on Monday and Wednesday, America/New_York').waitFor();
    await page.locator('.next-runs li').filter({ hasText: '08:30:00 -05:00' }).first().waitFor();
    await page.getByLabel('Task', { exact: true }).last().selectOption('math.divide');
    await page.getByLabel('x', { exact: true }).fill('12');
    await page.getByLabel('Note').fill('by hand');
    await takePicture(page, 'schedule-builder');
    await page.getByRole('button', { name: 'Create the schedule' }).click();
    await page.locator('h1', { hasText: 'weekly-sum' }).waitFor();
    expect(await read('weekly-sum')).toMatchObject({
      ...{ cron: '30 8 * * MON,WED', tz: 'America/New_York', note: 'by hand' },
      payload: { x: 12 },
    });
  });

  it('changes one, and asks nothing of the API while a cron expression is incomplete', async () => {
    const page = await stand.open('/schedules/spring/edit');
    await page.getByText('Cron', { exact: true }).click();
    const cron = page.getByLabel('Cron expression');
    await cron.fill('30 2 *');
    await page.getByText('Five fields', { exact: false }).waitFor();
    await cron.fill('99 2 * * *');
    await page.getByText('Minute: 99').waitFor();
    expect(await page.getByRole('button', { name: 'Store the changes' }).isDisabled()).toBe(true);
    await cron.fill('0 4 * * SUNL');
    await page.locator('.next-runs li').filter({ hasText: '04:00:00' }).first().waitFor();
    await page.getByRole('button', { name: 'Store the changes' }).click();
    await page.locator('h1', { hasText: /^spring$/ }).waitFor();
    expect(await read('spring')).toMatchObject({ cron: '0 4 * * SUNL', payload: { x: 6, y: 3 } });
  });

  it('deletes one after a question', async () => {
    await put('gone', { cron: '0 3 * * *' });
    const page = await stand.open('/schedules/gone');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the schedule' }).click();
    await page.waitForURL('**/schedules');
    await eventually(async () => {
      const { data } = await stand.client.api.GET('/schedules', { params: { query: { q: 'gone' } } });
      if (data?.items.length !== 0) throw new Error('It is still there');
    });
  });
});
