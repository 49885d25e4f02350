import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli, succeedingCli } from '../../support/run-cli.js';
import { type Stand, startStand } from '../../support/stand.js';
import { taskClient } from '../../support/task-client.js';
import { FailTask, WorkflowTasks } from '../../support/workflow-tasks.js';

const UUID = /^[\da-f]{8}-[\da-f-]{27}$/;

describe('celeriac', () => {
  let stand: Stand;
  let url: string;
  const { submit, untilIs } = taskClient(() => url);

  beforeAll(async () => {
    stand = await startStand({ modules: [WorkflowTasks] });
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
  });
  afterAll(() => stand.stop());

  const { cli, json } = succeedingCli(() => url);
  const later = () => submit('math.divide', { x: 1, y: 1 }, { delay_ms: 3_600_000 });
  const failed = async (tags: string[] = []) => {
    FailTask.isBroken = true;
    const id = await submit('test.fail', {}, { attempts: 1, tags });
    await untilIs(id, { status: 'FAILURE' });
    return id;
  };

  describe('call', () => {
    it.each([
      ['pairs', ['x=10', 'y=4'], ''],
      ['JSON', ['{"x": 10, "y": 4}'], ''],
      ['standard input', ['-'], '{"x": 10, "y": 4}'],
    ])('submits a payload as %s, and prints the ID', async (_, payload, input) => {
      const id = (await cli(['call', 'math.divide', ...payload], { input })).trim();
      expect(id).toMatch(UUID);
      await untilIs(id, { status: 'SUCCESS', result: 2.5 });
    });

    it('waits for the result with a progress bar, on a terminal only', async () => {
      const args = ['call', 'math.divide', 'x=10', 'y=4', '--wait'];
      const terminal = await runCli(url, args, { isInteractive: true });
      expect(terminal).toMatchObject({ code: 0, stdout: '2.5\n' });
      expect(terminal.stderr).toMatch(/PENDING|STARTED/);
      expect(await runCli(url, args)).toEqual({ code: 0, stdout: '2.5\n', stderr: '' });
    });

    it('exits with 1 and the error if the task fails', async () => {
      const { code, stdout, stderr } = await runCli(url, ['call', 'math.divide', 'x=1', 'y=0', '--wait']);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toBe('ZeroDivisionError: division by zero\n');
    });

    it('exits with 1 if the time to wait is over', async () => {
      const args = ['call', 'math.divide', 'x=1', 'y=1', '--delay', '1h', '--wait', '10ms'];
      const { code, stderr } = await runCli(url, args);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/^PENDING: celeriac result/),
      });
    });

    it('sends its options', async () => {
      const at = '2099-12-01T08:00:00.000Z';
      const { task_id } = await json([
        ...[
          'call',
          'math.divide',
          'x=1',
          'y=1',
          '--at',
          at,
          '--priority',
          'high',
          '--tag',
          'a',
          '--tag',
          'b',
        ],
        ...['--attempts', '4', '--timeout', '5s', '--expires', '2099-12-02', '--retention', '2h'],
      ]);
      expect(await json(['task', task_id])).toMatchObject({
        ...{ run_at: at, priority: 'high', tags: ['a', 'b'], max_attempts: 4 },
        expires_at: '2099-12-02T00:00:00.000Z',
      });
    });

    it('submits once for a key', async () => {
      for (const option of ['--dedup', '--idempotency-key']) {
        const args = ['call', 'math.divide', 'x=1', 'y=1', '--delay', '1h', option, `once${option}`];
        expect(await cli(args)).toBe(await cli(args));
      }
    });

    it.each([
      [['call', 'math.divide', 'x=a', 'y=1'], 4, 'x must be a whole number'],
      [['call', 'math.divid', '{}'], 4, 'math.divid'],
      [['call', 'math.divide', 'x'], 2, 'name=value'],
      [['call', 'math.divide', '--wait', 'x=1', 'y=1'], 2, '--wait at the end'],
      [['call', 'math.divide', '[]'], 2, 'name=value'],
      [['call', 'math.divide', '{"x":'], 2, 'must be a JSON object'],
      [['call', 'math.divide', 'x=1', 'y=1', '--delay', '5y'], 2, 'duration'],
    ])('refuses %p', async (args, code, message) => {
      const outcome = await runCli(url, args);
      expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
    });
  });

  it('result prints the value, and exits with 1 before there is one', async () => {
    const id = await submit('math.divide', { x: 1, y: 4 });
    expect(await cli(['result', id, '--wait'])).toBe('0.25\n');
    expect(await runCli(url, ['result', await later()])).toMatchObject({ code: 1, stdout: '' });
    expect(await runCli(url, ['result', await failed()])).toMatchObject({ code: 1, stdout: '' });
  });

  it('task shows the state, the times and each failed attempt', async () => {
    const text = await cli(['task', await failed(['shown'])]);
    for (const part of ['test.fail', 'FAILURE', 'shown', 'Run time', 'Attempt 1'])
      expect(text).toContain(part);
  });

  it('why explains', async () => {
    expect(await cli(['why', await later()])).toMatch(/PENDING in the queue tasks\n■ /);
  });

  it('logs prints the lines, and follows them to the end', async () => {
    const id = (await cli(['call', 'test.echo', 'value=1'])).trim();
    await untilIs(id, { status: 'SUCCESS' });
    expect(await cli(['logs', id])).toBe(await cli(['logs', id, '-f']));
  });

  it('watch prints each state, and the result', async () => {
    const id = (await cli(['call', 'math.divide', 'x=10', 'y=4'])).trim();
    expect(await cli(['watch', id])).toMatch(/SUCCESS attempt 1 of \d+\n2\.5\n$/);
  });

  it('update changes what waits', async () => {
    const id = await later();
    const text = await cli(['update', id, 'x=5', 'y=2', '--priority', 'high', '--at', '+2h', '--tag', 'new']);
    expect(text).toContain('new');
    await cli(['promote', id]);
    expect(await cli(['result', id, '--wait'])).toBe('2.5\n');
    expect(await runCli(url, ['update', id])).toMatchObject({ code: 2 });
    expect(await runCli(url, ['update', id, '--priority', 'low'])).toMatchObject({ code: 4 });
  });

  it.each([
    ['cancel', () => later(), 'cancelled', 'REVOKED'],
    ['promote', () => later(), 'promoted', 'SUCCESS'],
    ['retry', () => failed(), 'retried', 'FAILURE'],
    ['replay', () => failed(), 'replayed', 'FAILURE'],
  ])('%s acts on several tasks, and names those that it cannot', async (verb, make, past, status) => {
    const ids = [await make(), await make()];
    const gone = '0199a4d2-7c1e-7b60-9f3a-2d5e8c4b1a07';
    const { code, stdout } = await runCli(url, [verb, ...ids, gone]);
    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line.includes(`  ${past}`))).toHaveLength(2);
    expect(stdout).toContain(`${gone}  not ${past}: `);
    for (const id of ids) await untilIs(id, { status });
    expect(await runCli(url, [verb, gone])).toMatchObject({ code: 4, stderr: expect.stringContaining(gone) });
  });

  it('replay prints the ID of the new task', async () => {
    const id = await failed();
    const [, made] = / replayed as (\S+)\n$/.exec(await cli(['replay', id])) ?? [];
    expect(made).not.toBe(id);
    await untilIs(made ?? '', { status: 'FAILURE', replay_of: id });
  });

  it('delete forgets tasks whose IDs come from standard input', async () => {
    const id = await failed();
    expect(await cli(['delete', '-'], { input: `${id}\n` })).toBe(`${id}  deleted\n`);
    expect(await runCli(url, ['task', id])).toMatchObject({ code: 4 });
  });
});
