import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { describeInBrowser } from '../support/browser.js';
import { takePicture, useConsole } from '../support/console-stand.js';

describeInBrowser('the workers', () => {
  const stand = useConsole({ workers: 2, hasTestTasks: true });

  it('are listed with their figures, sorted by a column of the address', async () => {
    const page = await stand.open('/workers');
    const rows = page.getByRole('table').locator('tbody tr');
    await rows.nth(1).waitFor();
    await page.getByRole('button', { name: 'Worker', exact: true }).click();
    await page.waitForURL(/sort=name&order=desc/);
    await rows.first().filter({ hasText: 'worker-2' }).waitFor();
    await takePicture(page, 'workers');
  });

  it('carry out a command, and show their replies', async () => {
    const page = await stand.open('/workers');
    await page.getByRole('button', { name: 'All workers' }).click();
    await page.getByRole('button', { name: 'Ping …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Ping', exact: true }).click();
    const replies = dialog.getByRole('status', { name: 'Replies' }).getByRole('listitem');
    await replies.nth(1).waitFor();
    expect(await replies.allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('worker-1'), expect.stringContaining('worker-2')]),
    );
    await takePicture(page, 'workers-ping');
  });

  it('show what they run, and cancel it for a reason', async () => {
    const { id } = await stand.client.submitByName('test.obedient', {});
    const page = await stand.open('/workers');
    const worker = await eventually(async () => {
      const { worker: found } = await stand.client.handle(id).state();
      expect(found).toEqual(expect.any(String));
      return found ?? '';
    });
    await page.getByRole('link', { name: worker, exact: true }).click();
    const running = page.getByRole('region', { name: 'Running now' });
    const row = running.getByRole('row').filter({ hasText: id });
    await row.getByText('test.obedient').waitFor();
    await takePicture(page, 'worker');
    await row.getByRole('button', { name: 'Cancel' }).click();
    await page.getByLabel('Reason').fill('too long');
    await page.getByRole('button', { name: 'Cancel the task' }).click();
    await row.waitFor({ state: 'detached' });
    await eventually(async () => {
      const state = await stand.client.handle(id).state();
      expect(state).toMatchObject({ status: 'REVOKED', revoke_reason: 'too long' });
    });
  });

  it('show the configuration that they run with', async () => {
    const page = await stand.open('/workers');
    await page.getByRole('link', { name: 'worker-1' }).click();
    const panel = page.getByRole('region', { name: 'Configuration', exact: true });
    await panel.getByRole('checkbox', { name: 'Only changed ones' }).uncheck();
    await page.waitForURL(/settings=all/);
    await panel.getByText('LOG_LEVEL', { exact: true }).waitFor();
  });

  it('change their concurrency and drain one by one', async () => {
    const page = await stand.open('/workers');
    await page.getByRole('link', { name: 'worker-2' }).click();
    const order = async (command: string): Promise<void> => {
      await page.getByRole('button', { name: 'Commands' }).click();
      await page.getByRole('button', { name: `${command} …` }).click();
    };
    const dialog = page.getByRole('dialog');
    await order('Set concurrency');
    await dialog.getByLabel('Queue').selectOption('tasks');
    await dialog.getByLabel('Tasks at once').fill('3');
    await dialog.getByRole('button', { name: 'Set concurrency' }).click();
    await dialog.getByText('done').waitFor();
    await dialog.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('region', { name: 'Queues', exact: true }).getByText('0 of 3').waitFor();
    await order('Drain');
    await dialog.getByRole('button', { name: 'Drain', exact: true }).click();
    await dialog.getByText('done').waitFor();
    await dialog.getByRole('button', { name: 'Back' }).click();
    await page.locator('header').getByText('draining').waitFor();
    await order('Resume');
    await dialog.getByRole('button', { name: 'Resume', exact: true }).click();
    await dialog.getByText('done').waitFor();
  });
});
