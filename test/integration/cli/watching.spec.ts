import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, afterEach, describe, expect, it } from '@jest/globals';
import { EventStreams } from '../../../src/api/streams/event-streams.js';
import { eventually } from '../../support/eventually.js';
import { runCli } from '../../support/run-cli.js';
import { type Stand, startStand } from '../../support/stand.js';
import { taskClient } from '../../support/task-client.js';
import { WaitTask, WorkflowTasks } from '../../support/workflow-tasks.js';

describe('celeriac watches', () => {
  let stand: Stand;
  let url: string;
  const { submit, untilIs, get } = taskClient(() => url);

  beforeAll(async () => {
    // Nobody carries out bulk actions.
    stand = await startStand({ modules: [WorkflowTasks] }, { WORKER_QUEUES: 'tasks' });
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
  });
  afterEach(() => eventually(() => expect(stand.app.get(EventStreams).size).toBe(0)));
  afterAll(async () => {
    stand.app.getHttpServer().closeAllConnections(); // a disconnected client has opened a new one
    await stand.stop();
  });

  const later = (tag: string) => submit('math.divide', { x: 1, y: 1 }, { delay_ms: 3_600_000, tags: [tag] });
  const watching = () => eventually(() => expect(stand.app.get(EventStreams).size).toBe(1));

  it('the list of a query on a terminal, drawn again at each change, until Ctrl-C', async () => {
    const stop = new AbortController();
    let seen = '';
    const ended = runCli(url, ['tasks', 'tag:drawn', '--watch'], {
      isInteractive: true,
      signal: stop.signal,
      onOutput: (text) => (seen = text),
    });
    await eventually(() => expect(seen).toContain('No tasks found.'));
    const id = await later('drawn');
    await eventually(() => expect(seen).toContain(id));
    stop.abort();
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.endsWith('\x1b[?25h\x1b[?1049l')).toBe(true);
  });

  it('the list of a query that the stream does not know', async () => {
    const stop = new AbortController();
    const id = await later('old');
    const ended = runCli(url, ['tasks', `id:${id}`, 'created:<+1h', '--watch'], {
      isInteractive: true,
      signal: stop.signal,
      onOutput: (text) => text.includes('PENDING') && stop.abort(),
    });
    expect((await ended).code).toBe(0);
  });

  it('changes in a pipe, one a line', async () => {
    const stop = new AbortController();
    const ended = runCli(url, ['tasks', 'tag:piped', '--watch', '--json'], {
      signal: stop.signal,
      onOutput: (text) => text.includes('piped') && stop.abort(),
    });
    await watching();
    const id = await later('piped');
    const { code, stdout } = await ended;
    expect({ code, change: JSON.parse(stdout.split('\n')[0] ?? '') }).toMatchObject({
      code: 0,
      change: { task_id: id, tags: ['piped'] },
    });
  });

  it('one task to its end', async () => {
    const id = await submit('test.wait', {});
    await untilIs(id, { status: 'STARTED' });
    let isReleased = false;
    const { code, stdout } = await runCli(url, ['watch', id], {
      onOutput: (text) => {
        if (!isReleased && text.includes('STARTED')) WaitTask.release();
        isReleased ||= text.includes('STARTED');
      },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^STARTED .*\nSUCCESS .*\n/) });
  });

  it('a bulk action, and stops it at Ctrl-C', async () => {
    const stop = new AbortController();
    const ended = runCli(url, ['cancel', '--query', 'tag:x', '--yes'], { signal: stop.signal });
    const id = await eventually(async () => {
      const { items } = await get('/bulk-actions');
      expect(items).toHaveLength(1);
      return items[0].bulk_action_id;
    });
    stop.abort();
    expect((await ended).code).toBe(130);
    await eventually(async () =>
      expect(await get(`/bulk-actions/${id}`)).toMatchObject({ status: 'REVOKED' }),
    );
  });

  it('and stops at Ctrl-C as a process, too', async () => {
    const id = await later('process');
    const program = spawn(process.execPath, ['packages/cli/bin/celeriac.js', 'watch', id], {
      env: { CELERIAC_URL: url, PATH: process.env['PATH'] },
    });
    await once(program.stdout, 'data');
    program.kill('SIGINT');
    expect(await once(program, 'close')).toEqual([0, null]);
  });
});
