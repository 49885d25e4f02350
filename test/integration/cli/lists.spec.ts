import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli, succeedingCli } from '../../support/run-cli.js';
import { type Stand, startStand } from '../../support/stand.js';
import { taskClient } from '../../support/task-client.js';
import { FailTask, WorkflowTasks } from '../../support/workflow-tasks.js';

const HOUR_MS = 3_600_000;
/** Would clear the screen, set the title, and colour everything that follows. */
const HOSTILE = '\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\r\n=cmd()';

describe('celeriac lists', () => {
  let stand: Stand;
  let url: string;
  let id: string;
  const { submit, untilIs } = taskClient(() => url);

  beforeAll(async () => {
    stand = await startStand({ modules: [WorkflowTasks] });
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
    FailTask.isBroken = true;
    id = await submit('test.fail', { message: HOSTILE }, { tags: ['vip'] });
    await untilIs(id, { status: 'FAILURE' });
    for (let i = 0; i < 3; i++)
      await submit('math.divide', { x: i, y: 1 }, { delay_ms: HOUR_MS, tags: ['many'] });
  });
  afterAll(() => stand.stop());

  const { cli, json } = succeedingCli(() => url);

  describe('tasks', () => {
    it('by a query, also with terms that begin with a dash', async () => {
      expect(await json(['tasks', 'tag:vip|many', '-status:PENDING'])).toMatchObject([{ task_id: id }]);
      expect(await cli(['tasks', 'tag:nobody'])).toBe('No tasks found.\n');
    });

    it('up to a limit, and says that there are more', async () => {
      const { stdout, stderr } = await runCli(url, ['tasks', 'tag:many', '--limit', '2']);
      expect(stdout.trim().split('\n')).toHaveLength(3);
      expect(stderr).toContain('--all');
      expect(await json(['tasks', 'tag:many', '--all'])).toHaveLength(3);
    });

    it('as IDs, as a number, in an order, with payloads', async () => {
      expect(await cli(['tasks', 'tag:vip', '--ids'])).toBe(`${id}\n`);
      expect(await cli(['tasks', 'tag:many', '--count'])).toMatch(/^(about )?3\n$/);
      const oldest = await json(['tasks', 'tag:many', '--order', 'asc', '--limit', '1', '--payload']);
      expect(oldest).toMatchObject([{ payload: { x: 0, y: 1 } }]);
      expect(await cli(['tasks', 'tag:many', '--payload'])).toContain('{"x":0,"y":1}');
    });

    it('of a saved query', async () => {
      await cli(['views', 'save', 'vips', 'tag:vip', '--sort', 'finished']);
      expect(await cli(['views'])).toContain('tag:vip');
      expect(await cli(['tasks', '--view', 'vips', '--ids'])).toBe(`${id}\n`);
      await cli(['views', 'delete', 'vips']);
      expect(await runCli(url, ['tasks', '--view', 'vips'])).toMatchObject({ code: 4 });
      expect(await runCli(url, ['tasks', 'tag:x', '--view', 'vips'])).toMatchObject({ code: 2 });
    });
  });

  it.each([
    ['tasks', 'tag:vip'],
    ['task', 'ID'],
    ['errors'],
    ['dead-letters'],
    ['result', 'ID'],
    ['watch', 'ID'],
    ['export', 'tag:vip'],
    ['export', 'tag:vip', '--format', 'csv'],
  ])('%p %p without what would drive a terminal', async (...args) => {
    const words = args.map((word) => (word === 'ID' ? id : word));
    const { stdout, stderr } = await runCli(url, words, { isInteractive: true });
    const own = /\x1b\[(\d+m|K)|\r(?=\x1b\[K)|\r(?=\n)/g; // eslint-disable-line no-control-regex
    expect((stdout + stderr).replaceAll(own, '')).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/); // eslint-disable-line no-control-regex
    expect(stdout + stderr).toContain('owned');
  });

  it('errors by their cause, and decides about them', async () => {
    const [error] = await json([
      'errors',
      'name:test.fail',
      'state:open',
      '--window',
      '1h',
      '--sort',
      'count',
    ]);
    expect(await json(['errors', 'queue:fetch'])).toEqual([]);
    expect(await runCli(url, ['errors', 'tag:x'])).toMatchObject({ code: 2 });
    expect(error).toMatchObject({ name: 'test.fail', count: 1, state: 'open' });
    const { fingerprint } = error;
    expect(await cli(['error', fingerprint])).toContain(id);
    expect(await cli(['errors', 'resolve', fingerprint, '--note', 'fixed'])).toBe(
      `${fingerprint}  resolved\n`,
    );
    expect(await cli(['errors', 'ignore', fingerprint, '--until', '+1h'])).toBe(`${fingerprint}  ignored\n`);
    expect(await cli(['errors', 'reopen', fingerprint])).toContain('open');
    expect(await cli(['errors', 'redrive', fingerprint, '--dry-run'])).toContain(
      '1 failed tasks can run again',
    );
    expect(await runCli(url, ['errors', 'redrive', fingerprint])).toMatchObject({ code: 2 });
    expect(await cli(['errors', 'redrive', fingerprint, '--yes'])).toBe('1 tasks run again\n');
    await untilIs(id, { status: 'FAILURE' });
    expect(await runCli(url, ['error', '0000000000000000'])).toMatchObject({ code: 4 });
  });

  it('task types, and one of them', async () => {
    expect(await cli(['task-types'])).toMatch(/math\.divide +tasks .* x y +/);
    expect(await cli(['registered'])).toBe(await cli(['task-types']));
    expect(await cli(['task-type', 'math.divide'])).toContain('"properties"');
  });

  it('numbers over time', async () => {
    expect(await cli(['stats'])).toMatch(/One bar is|There are no numbers/); // workers report once a minute
    expect(await json(['stats', '--metric', 'backlog', '--window', '10m'])).toMatchObject({ by: 'queue' });
  });

  it('all tasks into a file', async () => {
    const lines = (await cli(['export', 'tag:vip|many'])).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).name).sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'math.divide'),
      'test.fail',
    ]);
    const csv = (await cli(['export', 'tag:many', '--format', 'csv', '--payload'])).split('\r\n');
    expect(csv).toHaveLength(5);
    expect(csv[1]).toContain('"{""x"":2,""y"":1}"');
    expect(await runCli(url, ['export', '--format', 'xml'])).toMatchObject({ code: 2 });
  });
});
