import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { takePicture, useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';

const SCROLL_TO_END = `document.querySelector('.virtual-table').scrollTo(0, 1e6)`;

async function settle(page: Page): Promise<void> {
  await page.locator('.task-table:not([data-loading])').waitFor();
}

function rowOf(page: Page, id: string) {
  return page.locator('tr[aria-rowindex]', { has: page.locator(`a[href$="${id}"]`) });
}

describeInBrowser('the live list of tasks', () => {
  const stand = useConsole({ hasTestTasks: true });

  it('shows new tasks at the top, and changes rows in place', async () => {
    const page = await stand.open('/tasks');
    await settle(page);
    await page.getByText('No tasks yet').waitFor();
    const { id } = await stand.client.submit('math.divide', { x: 1, y: 0 }, { delay_ms: 3_600_000 });
    await rowOf(page, id).getByText('PENDING').waitFor();
    await stand.client.handle(id).cancel();
    await rowOf(page, id).getByText('REVOKED').waitFor();
  });

  it('moves nothing while a row is selected, and says how many are new', async () => {
    const { id } = await stand.client.submit('math.divide', { x: 1, y: 1 });
    const page = await stand.open('/tasks');
    await rowOf(page, id).getByText('SUCCESS').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('1 task selected').waitFor();
    const { id: newer } = await stand.client.submit('math.divide', { x: 2, y: 1 });
    await page.getByRole('button', { name: '1 new' }).waitFor();
    await expect(rowOf(page, id).getAttribute('aria-rowindex')).resolves.toBe('2');
    await page.getByRole('button', { name: '1 new' }).click();
    await rowOf(page, newer).waitFor();
    await expect(rowOf(page, id).getAttribute('aria-rowindex')).resolves.toBe('3');
  });

  it('cancels a running task by the menu of its row, and shows that it was asked', async () => {
    const { id } = await stand.client.submitByName('test.obedient', {});
    const page = await stand.open('/tasks');
    await page.getByRole('link', { name: 'Running now' }).click();
    await rowOf(page, id).waitFor();
    await page.getByRole('columnheader', { name: 'Running for' }).waitFor();
    await takePicture(page, 'tasks-running');
    await rowOf(page, id).getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('button', { name: 'Cancel …' }).click();
    await page.getByLabel('Reason').fill('takes too long');
    await page.getByRole('button', { name: 'Cancel the task' }).click();
    // The task may end before the response is read.
    await page.getByText(/The task (?:was asked to stop|is cancelled)\./u).waitFor();
    await eventually(async () => expect((await stand.client.handle(id).state()).status).toBe('REVOKED'));
    expect((await stand.client.handle(id).state()).revoke_reason).toBe('takes too long');
    await rowOf(page, id).waitFor({ state: 'detached' });
  });

  it('retries all failures that match, after counting them, and never what was cancelled', async () => {
    const options = { attempts: 1, tags: ['retry-us'] };
    const failing = await Promise.all(
      Array.from({ length: 30 }, (_, x) => stand.client.submit('math.divide', { x, y: 0 }, options)),
    );
    await stand.client
      .submit('math.divide', { x: 1, y: 1 }, { ...options, delay_ms: 3_600_000 })
      .then((task) => task.cancel());
    await eventually(async () => {
      const states = await Promise.all(failing.map((task) => task.state()));
      expect(states.every(({ status }) => status === 'FAILURE')).toBe(true);
    });
    const page = await stand.open('/tasks?tag=retry-us');
    await settle(page);
    await page.getByLabel('Select all rows').check();
    await page.getByText('31 tasks selected').waitFor();
    await page.getByRole('button', { name: 'Retry failed' }).click();
    await page.getByRole('heading', { name: 'Retry 30 tasks?' }).waitFor();
    await takePicture(page, 'tasks-bulk');
    await page.getByLabel('Reason').fill('mended');
    await page.getByRole('button', { name: 'Retry 30 tasks' }).click();
    await page.getByText('30 tasks done, 0 skipped, 0 failed, of 30.').waitFor();
    await page.getByRole('link', { name: 'Open the bulk action' }).click();
    await page.waitForURL(/bulk-actions\//);
    const revoked = await stand.open('/tasks?tag=retry-us&status=REVOKED');
    await settle(revoked);
    await revoked.getByLabel('Select all rows').check();
    await revoked.getByRole('button', { name: 'Delete finished' }).waitFor();
    await expect(revoked.getByRole('button', { name: 'Retry failed' }).count()).resolves.toBe(0);
  });

  it('reads further pages while one scrolls, with few rows in the page', async () => {
    await stand.client.api.POST('/tasks/batch', {
      body: {
        tasks: Array.from({ length: 250 }, (_, x) => ({
          name: 'math.divide' as const,
          payload: { x, y: 1 },
          options: { tags: ['many'] },
        })),
      },
    });
    const page = await stand.open('/tasks?tag=many');
    await settle(page);
    await eventually(async () => {
      await page.evaluate(SCROLL_TO_END);
      await expect(page.locator('.virtual-table table').getAttribute('aria-rowcount')).resolves.toBe('251');
    });
    await eventually(async () => {
      await page.evaluate(SCROLL_TO_END);
      await expect(page.locator('tr[aria-rowindex="251"]').isVisible()).resolves.toBe(true);
    });
    expect(await page.locator('tbody tr').count()).toBeLessThan(80);
  });

  it('stays right under 200 changes a second', async () => {
    const page = await stand.open('/tasks');
    await settle(page);
    const tasks = Array.from({ length: 200 }, (_, x) => ({
      name: 'math.divide' as const,
      payload: { x, y: x % 10 },
      options: { attempts: 1 },
    }));
    // Each task changes twice at least.
    for (let second = 0; second < 5; second++)
      await stand.client.api.POST('/tasks/batch', { body: { tasks } });
    await eventually(async () => {
      const { data } = await stand.client.api.GET('/tasks', { params: { query: { q: '', limit: 25 } } });
      const expected = data?.items.map(({ task_id: id, status }) => [`/dashboard/tasks/${id}`, status]);
      expect(expected?.some(([, status]) => status === 'PENDING' || status === 'STARTED')).toBe(false);
      const shown = await page.evaluate<string[][]>(`[...document.querySelectorAll('tr[aria-rowindex]')]
        .slice(1, 26)
        .map((row) => [row.querySelector('a').getAttribute('href'), row.querySelector('.status').innerText.trim()])`);
      expect(shown).toEqual(expected);
    }, 60_000);
  });
});
