import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS } from '../support/keys.js';

const PATIENCE = { timeout: 30_000 };

describeInBrowser('the page of a task, by role', () => {
  const stand = useConsole({ variables: { API_KEYS }, apiKey: KEYS.submitter });
  let id = '';

  beforeAll(async () => {
    const options = { delay_ms: 3_600_000 };
    ({ id } = await stand.client.submit('math.divide', { x: 6, y: 3 }, options));
  });

  /** The page of the task, for the holder of a key. */
  async function openAs(role: keyof typeof KEYS, query = ''): Promise<Page> {
    const page = await stand.open(`/tasks/${id}${query}`);
    await page.getByLabel('API key').fill(KEYS[role]);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator('h1 + .status').waitFor(PATIENCE);
    return page;
  }

  const hasActions = async (page: Page, wanted: readonly string[]) => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await eventually(async () => {
      const names = await page.locator('.screen > header .button').allInnerTexts();
      expect(names.map((name) => name.trim()).filter((name) => name !== '')).toEqual(wanted);
    });
  };

  it('offers a viewer nothing that it may not do, and says who sees the payload', async () => {
    const page = await openAs('viewer', '?tab=data');
    await page.getByText(/only the role admin sees them/).waitFor(PATIENCE);
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
    await hasActions(page, ['Copy ID', 'Copy as curl']);
  });

  it('offers a submitter what it may do with its own tasks', async () => {
    const page = await openAs('submitter');
    await hasActions(page, ['Cancel', 'Change …', 'Copy ID', 'Copy as curl']);
  });

  it('offers an operator all actions', async () => {
    const page = await openAs('operator');
    await hasActions(page, ['Cancel', 'Replay', 'Run now …', 'Change …', 'Copy ID', 'Copy as curl']);
  });
});
