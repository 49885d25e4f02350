import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { type ConsoleData, seedConsole } from '../support/console-data.js';
import { Person, STYLES } from '../support/console-person.js';
import { takePicture, useConsole } from '../support/console-stand.js';
import { eventually } from '../support/eventually.js';

/** From the overview to the answer. */
const MOST_ACTIONS = 4;

describeInBrowser("an operator's errands", () => {
  const stand = useConsole({ workers: 2 });
  let data: ConsoleData;

  beforeAll(async () => {
    data = await seedConsole(stand.client);
  }, 120_000);

  describe.each(STYLES)('by $name at $width px', (style) => {
    let person: Person;

    const begin = async () => {
      person = new Person(await stand.open('', style), style);
      return person;
    };
    const submitLater = (tags: string[]) =>
      stand.client.submit('math.divide', { x: 1, y: 1 }, { delay_ms: 3_600_000, tags });
    const endOf = async (id: string) => Date.parse((await stand.client.handle(id).state()).finished_at ?? '');
    const statusOf = async (id: string) => (await stand.client.handle(id).state()).status;

    afterEach(async () => {
      const name = expect.getState().currentTestName ?? '';
      await takePicture(person.page, name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase());
      expect(person.actions).toBeLessThanOrEqual(MOST_ACTIONS);
    });

    it('which tasks failed, and why', async () => {
      const { page } = await begin();
      await person.goTo('Errors');
      await person.press(page.getByRole('link', { name: /ZeroDivisionError/ }).first());
      await page.getByText('division by zero').first().waitFor();
      await page
        .getByRole('link', { name: new RegExp(data.failed[0]?.slice(0, 8) ?? '') })
        .first()
        .waitFor();
    });

    it('find what belongs to customer 4711', async () => {
      const { page } = await begin();
      await person.search('4711');
      await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
      const ids = await eventually(async () => {
        const rows = await page.getByRole('table').locator('tbody tr').count();
        expect(rows).toBe(2);
        return rows;
      });
      expect(ids).toBe(2);
    });

    it('run only the tasks again that were refused', async () => {
      const before = await Promise.all(data.refused.map(endOf));
      const { page } = await begin();
      await person.goTo('Errors');
      await person.press(page.getByRole('link', { name: /Outbound|Refused|Address/i }).first());
      await person.press(page.getByRole('button', { name: 'Run again' }));
      await person.press(page.getByRole('dialog').getByRole('button', { name: /^Run .*again/ }));
      await eventually(async () => {
        const after = await Promise.all(data.refused.map(endOf));
        expect(after.every((end, index) => end > (before[index] ?? Infinity))).toBe(true);
      });
    });

    it('cancel all tasks of one tag', async () => {
      const tag = `order-${randomUUID()}`;
      const ids = await Promise.all([1, 2, 3].map(async () => (await submitLater([tag])).id));
      const { page } = await begin();
      await person.search(`tag:${tag}`);
      await page.getByRole('checkbox', { name: `Select ${ids[0] ?? ''}` }).waitFor();
      await person.press(page.getByRole('checkbox', { name: /all/i }).first());
      await person.press(page.getByRole('toolbar').getByRole('button', { name: 'Cancel' }));
      await person.press(page.getByRole('dialog').getByRole('button', { name: /^Cancel 3 tasks/ }));
      await eventually(async () => {
        expect(await Promise.all(ids.map(statusOf))).toEqual(['REVOKED', 'REVOKED', 'REVOKED']);
      });
    });

    it('what worker 2 does', async () => {
      const { page } = await begin();
      await person.goTo('Workers');
      await person.press(page.getByRole('link', { name: 'worker-2' }));
      await page.getByRole('heading', { name: 'Running now' }).waitFor();
      await page.getByText('notifications').first().waitFor();
    });

    it('why a task waits', async () => {
      const { page } = await begin();
      await person.search(data.delayed[0] ?? '');
      await page.getByRole('heading', { name: /waits/i }).waitFor();
      await page
        .getByText(/delayed until/i)
        .first()
        .waitFor();
    });

    it('let a queue run dry for a deploy', async () => {
      const { page } = await begin();
      await person.goTo('Queues');
      await person.press(page.getByRole('link', { name: 'webhooks', exact: true }));
      await person.press(page.getByRole('button', { name: 'Stop accepting, let it run dry' }));
      await person.press(page.getByRole('dialog').getByRole('button', { name: /^Stop/ }));
      await page.getByText('The queue is empty.').waitFor();
      const params = { path: { name: 'webhooks' } };
      await stand.client.api.PUT('/queues/{name}/open', { params });
    });

    it('replay a task with another payload', async () => {
      const { page } = await begin();
      await person.search(data.failed[0] ?? '');
      await person.press(page.getByRole('button', { name: 'Replay' }));
      const dialog = page.getByRole('dialog');
      await person.enter(dialog.getByLabel(/^y/), '2');
      await person.press(dialog.getByRole('button', { name: /^Replay/ }));
      await eventually(async () => {
        const { items } = await listOf(`replay_of:${data.failed[0] ?? ''} status:SUCCESS`);
        expect(items.length).toBeGreaterThanOrEqual(1);
      });
    });

    it('pause a schedule', async () => {
      const { page } = await begin();
      await person.goTo('Schedules');
      await person.press(page.getByRole('link', { name: data.schedule }));
      await person.press(page.getByRole('button', { name: 'Pause', exact: true }));
      await person.press(page.getByRole('dialog').getByRole('button', { name: 'Pause' }));
      const params = { path: { schedule_id: data.schedule } };
      await eventually(async () => {
        const { data: schedule } = await stand.client.api.GET('/schedules/{schedule_id}', { params });
        expect(schedule?.state).toBe('paused');
      });
      await stand.client.api.POST('/schedules/{schedule_id}/resume', { params });
    });

    it('follow a workflow', async () => {
      const { page } = await begin();
      await person.goTo('Workflows');
      await person.press(page.getByRole('link', { name: 'primes-report' }).first());
      await page.getByText('FAILURE').first().waitFor();
      await page.getByText('broken').first().waitFor();
    });
  });

  async function listOf(q: string) {
    const { data: page } = await stand.client.api.GET('/tasks', { params: { query: { q } } });
    return page ?? { items: [] };
  }
});
