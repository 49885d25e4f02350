import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { type ConsoleData, seedConsole } from '../support/console-data.js';
import { takePicture, useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';

/** Texts of a column in the rows that are drawn. */
function cellsOf(page: Page, column: string): Promise<string[]> {
  return page.locator(`td[data-column="${column}"]`).allInnerTexts();
}

/** Waits until the page's question of the address is answered. */
async function settle(page: Page): Promise<void> {
  await page.locator('.task-table:not([data-loading])').waitFor();
}

const queryOf = (page: Page) => new URL(page.url()).searchParams.get('q');

describeInBrowser('the list of tasks', () => {
  const stand = useConsole();
  let data: ConsoleData;

  beforeAll(async () => {
    data = await seedConsole(stand.client);
  }, 120_000);

  async function open(query = ''): Promise<Page> {
    const page = await stand.open(`/tasks${query}`);
    await settle(page);
    return page;
  }

  it('shows 25 rows of all queues on the screen of a laptop', async () => {
    const page = await open();
    await expect(page.locator('tr[aria-rowindex="26"]').isVisible()).resolves.toBe(true);
    const bottom = await page.evaluate<number>(
      `document.querySelector('tr[aria-rowindex="26"]').getBoundingClientRect().bottom`,
    );
    expect(bottom).toBeLessThanOrEqual(900);
    expect(new Set(await cellsOf(page, 'queue'))).toEqual(new Set(['tasks', 'fetch']));
    await takePicture(page, 'tasks-list');
  });

  it('finds tasks by a query that is written with suggestions, without a mouse', async () => {
    const page = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('status:FAI');
    const list = page.getByRole('listbox', { name: 'Suggestions' });
    await list.getByText('FAILURE').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('payload.ur');
    await list.getByText('payload.url').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('*page-1');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await settle(page);
    expect(queryOf(page)).toBe('status:FAILURE payload.url:*page-1');
    expect(await cellsOf(page, 'name')).toEqual(['fetch.store']);
  });

  it('removes a filter by its chip, and goes back in time by the back button', async () => {
    const page = await open('?status=FAILURE&name=math.divide');
    const before = await cellsOf(page, 'status');
    await page.getByRole('button', { name: 'Remove status:FAILURE' }).click();
    await page.waitForURL(/q=name%3Amath\.divide/);
    await settle(page);
    expect(new Set(await cellsOf(page, 'status')).size).toBeGreaterThan(1);
    await page.goBack();
    await settle(page);
    await eventually(async () => expect(await cellsOf(page, 'status')).toEqual(before));
  });

  it('shows a mistake at its place, and mends it', async () => {
    const page = await stand.open('/tasks?q=status:FAILED', { mayComplain: true });
    const mistake = page.getByRole('alert');
    await expect(mistake.locator('mark').innerText()).resolves.toBe('FAILED');
    await mistake.getByRole('button', { name: 'Use FAILURE' }).click();
    await settle(page);
    expect(queryOf(page)).toBe('status:FAILURE');
  });

  it('filters by status with counts, by field and by time', async () => {
    const page = await open();
    const failed = page.getByRole('navigation', { name: 'Status' }).getByRole('link', { name: 'FAILURE' });
    const count = data.failed.length + data.refused.length + 1;
    await eventually(async () => expect(await failed.innerText()).toMatch(new RegExp(`\\b${count}$`)));
    await failed.click();
    await page.getByLabel('Queue').selectOption('fetch');
    await page.getByLabel('Time finished').selectOption('Last hour');
    await eventually(() => {
      expect(queryOf(page)).toBe('status:FAILURE queue:fetch finished:>-1h');
      return Promise.resolve();
    });
    await settle(page);
    await eventually(async () => expect(await cellsOf(page, 'name')).toEqual(Array(3).fill('fetch.store')));
    await takePicture(page, 'tasks-filtered');
  });

  it('remembers the columns', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Tags').check();
    await page.getByLabel('Worker', { exact: true }).and(page.getByRole('checkbox')).uncheck();
    await page.reload();
    await settle(page);
    const titles = await page.getByRole('columnheader').allInnerTexts();
    expect(titles).toContain('Tags');
    expect(titles).not.toContain('Worker');
  });

  it('shows the fields that the type of the tasks declares as columns', async () => {
    const page = await open(`?q=${encodeURIComponent('name:math.divide status:FAILURE')}`);
    await eventually(async () => {
      const divisors = await cellsOf(page, 'payload.y');
      expect(divisors.length).toBeGreaterThanOrEqual(data.failed.length);
      expect(new Set(divisors)).toEqual(new Set(['0']));
    });
  });

  it('sorts as the API does', async () => {
    const page = await open('?status=SUCCESS');
    await page.getByRole('columnheader', { name: 'Runtime' }).getByRole('button').click();
    await page.waitForURL(/sort=run_ms/);
    await settle(page);
    const { data: sorted } = await stand.client.api.GET('/tasks', {
      params: { query: { q: 'status:SUCCESS', sort: 'run_ms', order: 'desc', limit: 3 } },
    });
    const first = page.locator('td[data-column="name"] a');
    await eventually(async () => {
      const links = await Promise.all([0, 1, 2].map((n) => first.nth(n).getAttribute('href')));
      expect(links).toEqual(sorted?.items.map(({ task_id: id }) => `/dashboard/tasks/${id}`));
    });
  });

  it('saves a query, opens it and deletes it', async () => {
    const page = await open('?q=status:FAILURE+queue:fetch');
    const views = page.getByRole('button', { name: 'Views' });
    await views.click();
    await page.getByRole('button', { name: 'Save this query' }).click();
    await page.getByLabel('Name', { exact: true }).and(page.getByRole('textbox')).fill('failed fetches');
    await page.getByLabel('Share it with everybody').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The view failed fetches is saved.').waitFor();
    const other = await open();
    await other.getByRole('button', { name: 'Views' }).click();
    await other.getByRole('link', { name: 'failed fetches' }).click();
    await settle(other);
    expect(queryOf(other)).toBe('status:FAILURE queue:fetch');
    await other.getByRole('button', { name: 'Views' }).click();
    await other.getByRole('button', { name: 'Delete the view failed fetches' }).click();
    await other.getByText('The view failed fetches is deleted.').waitFor();
  });

  it('exports what it shows', async () => {
    const page = await open('?status=FAILURE&queue=fetch');
    const saving = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export' }).click();
    const stream = await (await saving).createReadStream();
    const lines = (await stream.toArray()).join('').trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(
      Array(3).fill('fetch.store'),
    );
  });

  it('opens a task by its ID from anywhere', async () => {
    const page = await stand.open('/queues');
    await page.getByRole('searchbox', { name: 'Search tasks' }).fill(data.succeeded[0] ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/tasks/${data.succeeded[0] ?? ''}`);
  });

  it('tells an empty list from an empty system', async () => {
    const page = await open('?q=name:nothing');
    await page.getByText('No task fits').waitFor();
  });
});
