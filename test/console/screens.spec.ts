import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { type ConsoleData, seedConsole } from '../support/console-data.js';
import { settled, takePicture, useConsole } from '../support/console-stand.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Violations that axe-core finds on a page into which it was loaded, as lines for a person. */
async function violationsOf(page: Page): Promise<string[]> {
  const options = JSON.stringify({ runOnly: { type: 'tag', values: WCAG_AA } });
  const { violations } = await page.evaluate<any>(`axe.run(document, ${options})`);
  return (violations as any[]).flatMap(({ id, help, nodes }) =>
    nodes.map((node: any) => `${id}: ${help}: ${node.html.slice(0, 160)}`),
  );
}

/** Pixels by which the page is wider than its window: it must not scroll sideways. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

describeInBrowser('every screen of the console', () => {
  const stand = useConsole();
  let data: ConsoleData;

  beforeAll(async () => {
    data = await seedConsole(stand.client);
  }, 120_000);

  const screens: Readonly<Record<string, () => string>> = {
    overview: () => '',
    tasks: () => '/tasks',
    'tasks-failed': () => '/tasks?status=FAILURE',
    'task-succeeded': () => `/tasks/${data.succeeded[0] ?? ''}`,
    'task-failed': () => `/tasks/${data.failed[0] ?? ''}`,
    'task-delayed': () => `/tasks/${data.delayed[0] ?? ''}`,
    'task-cancelled': () => `/tasks/${data.cancelled[0] ?? ''}`,
    'new-task': () => '/new',
    'new-task-divide': () => '/new?name=math.divide',
    queues: () => '/queues',
    queue: () => '/queues/tasks',
    workers: () => '/workers',
    errors: () => '/errors',
    workflows: () => '/workflows',
    workflow: () => `/workflows/${data.workflow}`,
    schedules: () => '/schedules',
    'schedule-new': () => '/schedules/new',
    schedule: () => `/schedules/${data.schedule}`,
    'schedule-edit': () => `/schedules/${data.schedule}/edit`,
    'bulk-actions': () => '/bulk-actions',
    audit: () => '/audit',
    settings: () => '/settings',
    'not-found': () => '/no-such-page',
  };

  describe.each([
    { theme: 'light', width: 1280 },
    { theme: 'dark', width: 390 },
  ] as const)('in $theme at $width px', ({ theme, width }) => {
    it.each(Object.keys(screens))('has no barrier, no error and no sideways scroll: %s', async (name) => {
      const page = await stand.open(screens[name]?.() ?? '', { theme, width });
      await settled(page);
      await takePicture(page, `${name}-${width}-${theme}`);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await page.evaluate(AXE);
      expect(await violationsOf(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: theme === 'light' ? 'dark' : 'light' });
      expect(await violationsOf(page)).toEqual([]);
    });
  });
});
