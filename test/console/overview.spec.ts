import { describe, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { takePicture, useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';

describeInBrowser('the first run', () => {
  const stand = useConsole();

  it('greets with three things to try, and shows each as it runs', async () => {
    const page = await stand.open('');
    await page.getByRole('heading', { level: 1, name: 'Welcome to Celeriac' }).waitFor();
    const [divide, primes, fails] = ['Divide 10 by 2', 'Count primes', 'Divide by zero'].map((name) =>
      page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) }),
    );
    for (const example of [divide, primes, fails])
      await example?.getByRole('button', { name: 'Run it' }).click();
    await divide?.getByText('Result: 5').waitFor();
    await fails?.getByText('ZeroDivisionError: division by zero').waitFor();
    await primes?.getByText(/STARTED|SUCCESS/).waitFor();
    expect(await page.locator('.code-line').first().innerText()).toContain(`curl -X POST ${stand.api.url}`);
    await takePicture(page, 'first-run');
    await divide?.getByRole('link', { name: 'Open the task' }).click();
    await page.waitForURL(/\/dashboard\/tasks\/[\da-f-]{36}/);
  });

  describe('and then the overview', () => {
    it('shows health, figures, charts with a table, errors and workers', async () => {
      const page = await stand.open('');
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
      const health = page.getByRole('list', { name: 'Health' });
      await health.getByText('1 worker, all queues').waitFor();
      const chart = page.locator('figure').filter({ hasText: 'Tasks per minute' });
      await chart.locator('.plot-bars').first().waitFor();
      await chart.getByText('Table').click();
      const table = chart.getByRole('table');
      await eventually(async () => expect(await table.locator('tbody tr').count()).toBe(60));
      await page.getByRole('link', { name: 'ZeroDivisionError' }).waitFor();
      await page.getByRole('region', { name: 'Workers' }).getByRole('link', { name: 'worker-1' }).waitFor();
      await takePicture(page, 'overview-figures');
    });

    it('keeps its period in the address', async () => {
      const page = await stand.open('');
      await page.getByText('24 hours', { exact: true }).click();
      await page.waitForURL(/range=24h/);
      await page.reload();
      await page.getByText('Tasks per 15 minutes').waitFor();
    });

    it('fits into 390 pixels', async () => {
      const page = await stand.open('', { width: 390, theme: 'dark' });
      await page.getByText('Tasks per minute').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await takePicture(page, 'overview-390-dark');
    });

    it('moves the focus to the heading of the next screen', async () => {
      const page = await stand.open('');
      await page.keyboard.press('g');
      await page.keyboard.press('q');
      await page.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();
      await page.waitForFunction('document.activeElement?.tagName === "H1"');
      await page.waitForFunction('document.title === "Queues · Celeriac"');
    });
  });
});
