import { expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { takePicture, useConsole } from '../support/console-stand.js';

describeInBrowser('the banners', () => {
  const stand = useConsole();
  const close = (name: string, reason: string) =>
    stand.client.api.PUT('/queues/{name}/close', { params: { path: { name } }, body: { reason } });

  it('tell on every screen what is wrong, until somebody has read it', async () => {
    await close('fetch', 'a deploy');
    const page = await stand.open('/schedules');
    const banners = page.getByRole('region', { name: 'Problems of the service' });
    const closed = banners.getByText('The queue fetch is closed.');
    await closed.waitFor();
    await banners.getByText('a deploy').waitFor();
    await page.getByRole('link', { name: /^Queues.*1 queue paused, closed or without a worker/ }).waitFor();
    await takePicture(page, 'banner-closed');
    await banners.getByRole('button', { name: 'Dismiss: The queue fetch is closed.' }).click();
    await closed.waitFor({ state: 'hidden' });
    await page.reload();
    await page.getByRole('link', { name: /^Queues.*1 queue/ }).waitFor();
    expect(await closed.isVisible()).toBe(false);
  });

  it('say that no worker runs, once for all queues, with the way to them', async () => {
    await Promise.all(stand.workers.map((worker) => worker.stop()));
    const page = await stand.open('/schedules');
    const banners = page.getByRole('region', { name: 'Problems of the service' });
    await banners.getByText('No worker runs.').waitFor();
    await banners.getByRole('link', { name: 'Workers' }).click();
    await page.getByText('npm run start:worker').waitFor();
    await takePicture(page, 'banner-no-worker');
  });

  it('say that the API does not answer, and keep the page', async () => {
    const page = await stand.open('/queues', { mayComplain: true });
    await page.getByRole('link', { name: 'notifications' }).waitFor();
    await stand.api.stop();
    await page.getByText('The API does not answer.').first().waitFor();
    expect(await page.getByRole('link', { name: 'notifications' }).isVisible()).toBe(true);
    await takePicture(page, 'banner-no-api');
  });
});
