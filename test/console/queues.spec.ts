import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { takePicture, useConsole } from '../support/console-stand.js';

describeInBrowser('the queues', () => {
  const stand = useConsole();
  const submit = (delay = 0) =>
    stand.client.submit('math.divide', { x: 1, y: 2 }, delay > 0 ? { delay_ms: delay } : {});
  const queue = async (name: string) => {
    const { data } = await stand.client.api.GET('/queues/{name}', { params: { path: { name } } });
    return data;
  };
  const answer = async (page: Page, action: string, reason: string): Promise<void> => {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name: action, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  };

  it('are paused for a reason, which a banner shows, and resumed', async () => {
    const page = await stand.open('/queues');
    await page.getByRole('button', { name: 'Pause the queue tasks' }).click();
    await answer(page, 'Pause', 'the mail server is down');
    const banner = page.getByRole('region', { name: 'Problems of the service' });
    await banner.getByText('The queue tasks is paused.').waitFor();
    await banner.getByText('the mail server is down').waitFor();
    await takePicture(page, 'queues-paused');
    expect(await queue('tasks')).toMatchObject({
      paused: true,
      pause: { reason: 'the mail server is down' },
    });
    await banner.getByRole('link', { name: 'Open the queue' }).click();
    await page.getByRole('heading', { level: 1, name: 'Queue tasks' }).waitFor();
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await answer(page, 'Resume', 'it is up');
    await banner.waitFor({ state: 'hidden' });
    expect(await queue('tasks')).toMatchObject({ paused: false });
  });

  it('run dry for a deploy, which ends in green', async () => {
    const page = await stand.open('/queues/tasks');
    const waiting = await submit(3_600_000);
    const panel = page.getByRole('region', { name: 'Run dry' });
    await panel.getByRole('button', { name: 'Stop accepting, let it run dry' }).click();
    await answer(page, 'Stop accepting', 'a deploy');
    await panel.getByText('1 task left.').waitFor();
    await panel.getByText('1 delayed').waitFor();
    await waiting.cancel();
    await panel.getByText('The queue is empty.').waitFor();
    await takePicture(page, 'queue-dry');
    await panel.getByRole('button', { name: 'Accept tasks again' }).click();
    await panel.getByRole('button', { name: 'Stop accepting, let it run dry' }).waitFor();
    expect(await queue('tasks')).toMatchObject({ accepting: true });
  });

  it('are limited, and so are their task types', async () => {
    const page = await stand.open('/queues/tasks');
    const panel = page.getByRole('region', { name: 'Limits' });
    await panel.getByLabel('Tasks at once, across all workers').fill('3');
    await panel.getByLabel('Starts').fill('10');
    await panel.getByRole('button', { name: 'Save the limits' }).click();
    await page.getByText('The limits of tasks are changed.').waitFor();
    expect((await queue('tasks'))?.limits).toEqual({ concurrency: 3, rate: { max: 10, duration_ms: 1_000 } });

    const types = page.getByRole('region', { name: 'Task types', exact: true });
    const row = types.getByRole('row').filter({ hasText: 'math.divide' });
    await row.getByRole('button', { name: 'Change' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Paused: its tasks wait, others of the queue run').check();
    await dialog.getByLabel('Timeout of an attempt, in seconds').fill('30');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('paused').waitFor();
    await row.getByText('30 s').waitFor();
    await stand.client.api.PATCH('/task-types/{name}', {
      params: { path: { name: 'math.divide' } },
      body: { paused: null, timeout_ms: null },
    });
  });

  it('are emptied by whoever confirms the count, and purged by whoever types the name', async () => {
    await Promise.all([submit(3_600_000), submit(3_600_000)]);
    const page = await stand.open('/queues/tasks');
    await page.getByRole('button', { name: 'Revoke all waiting …' }).click();
    await page.getByRole('heading', { name: 'Revoke 2 waiting tasks of tasks?' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke 2' }).click();
    await page.waitForURL(/bulk-actions\/[\da-f-]{36}/);
    await page.goBack();
    await page.getByRole('button', { name: 'Purge …' }).click();
    const purge = page.getByRole('dialog').getByRole('button', { name: 'Purge', exact: true });
    expect(await purge.isDisabled()).toBe(true);
    await page.getByLabel('Type tasks to confirm').fill('tasks');
    await takePicture(page, 'queue-purge');
    await purge.click();
    await page.waitForURL(/bulk-actions\/[\da-f-]{36}/);
  });

  it('that do not exist say so without an error', async () => {
    const page = await stand.open('/queues/nonsense');
    await page.getByText('There is no queue with this name.').waitFor();
  });
});
