import { beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';

describeInBrowser('errors', () => {
  const stand = useConsole();

  beforeAll(async () => {
    const { client } = stand;
    const once = { attempts: 1 };
    const tasks = await Promise.all([
      ...[1, 2, 3, 4].map((x) => client.submit('math.divide', { x, y: 0 }, once)),
      client.submit('fetch.store', { url: 'http://10.0.0.1/page' }, once),
    ]);
    await Promise.allSettled(tasks.map((task) => task.result()));
  }, 120_000);

  it('lists groups, and filters them by the address', async () => {
    const page = await stand.open('/errors');
    const rows = page.getByRole('group', { name: 'Errors', exact: true }).locator('tbody tr');
    await page.getByRole('link', { name: /ZeroDivisionError/ }).waitFor();
    await eventually(async () => expect(await rows.count()).toBe(2));
    await page.getByLabel('Find in these errors').fill('division');
    await page.waitForURL(/q=division/);
    await eventually(async () => expect(await rows.count()).toBe(1));
    await page.getByText('7d', { exact: true }).click();
    await page.waitForURL(/window=7d/);
    await page.getByLabel('Find in these errors').fill('');
    await page.getByLabel('Queue', { exact: true }).selectOption('fetch');
    await page.waitForURL(/queue=fetch/);
    await rows.filter({ hasText: 'fetch.store' }).waitFor();
    await page.getByText('Resolved', { exact: true }).click();
    await page.getByText('No resolved error in the last 7 days.').waitFor();
    await page.goBack();
    await rows.filter({ hasText: 'fetch.store' }).waitFor();
  });

  it('shows a group with its tasks and a stack', async () => {
    const page = await stand.open('/errors');
    await page.getByRole('link', { name: /ZeroDivisionError/ }).click();
    await page.getByRole('heading', { name: 'ZeroDivisionError' }).waitFor();
    await page.getByText('Began in version').waitFor();
    await page.getByRole('img', { name: /^Failures: \d+ in all/ }).waitFor();
    await page.getByText(/at DivideTask.run/).waitFor();
    const tasks = page.getByRole('region', { name: 'Newest tasks' }).last().locator('tbody tr');
    await tasks.first().waitFor();
    expect(await page.getByRole('link', { name: 'All tasks of the group' }).getAttribute('href')).toMatch(
      /\/dashboard\/tasks\?q=fingerprint/,
    );
  });

  it('resolves a group with a note, reopens it, and ignores it', async () => {
    const page = await stand.open('/errors?queue=fetch');
    await page.getByRole('group', { name: 'Errors', exact: true }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByLabel('Note').fill('a private address');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('a private address').waitFor();
    await page.getByRole('button', { name: 'Reopen' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reopen' }).click();
    await page.getByRole('button', { name: 'Resolve' }).waitFor();
    await page.getByRole('button', { name: 'Ignore' }).click();
    await page.getByLabel('Ignore it').selectOption({ label: 'for a day' });
    await page.getByRole('dialog').getByRole('button', { name: 'Ignore' }).click();
    await page.getByText(/until in 23 h|until in 1 d/).waitFor();
  });

  it('runs the tasks of a group again, after it has counted them', async () => {
    const page = await stand.open('/errors?name=math.divide');
    await page.getByRole('link', { name: /ZeroDivisionError/ }).click();
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('heading', { name: /^Run \d+ tasks again\?$/ }).waitFor();
    await page.getByLabel('Reason').fill('the divisor is mended');
    await page.getByRole('button', { name: /^Run \d+ tasks again$/ }).click();
    await page.getByText(/tasks run again/).waitFor();
    const { data } = await stand.client.api.GET('/audit', { params: { query: { action: 'error.redrive' } } });
    expect(data?.items[0]).toMatchObject({ reason: 'the divisor is mended', outcome: 'succeeded' });
  });
});
