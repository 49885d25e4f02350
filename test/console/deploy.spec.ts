import { expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { useConsole } from '../support/console-stand.js';

describeInBrowser('the console during a deploy', () => {
  const stand = useConsole({ workers: 0 });

  it('loads itself again when the file of a screen is gone, once', async () => {
    const page = await stand.open('/', { mayComplain: true });
    let asked = 0;
    await page.route(/\/assets\/tasks-[\w-]+\.js$/, (route) =>
      asked++ === 0 ? route.fulfill({ status: 404 }) : route.continue(),
    );
    await page.getByRole('link', { name: 'Tasks', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/dashboard/tasks');
    expect(asked).toBe(2);
  });
});
