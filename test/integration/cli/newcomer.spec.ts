import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cliWords, runCli } from '../../support/run-cli.js';
import { type Stand, startStand } from '../../support/stand.js';
import { taskClient } from '../../support/task-client.js';

const HOUR_MS = 3_600_000;

describe('somebody who has only read `celeriac --help`', () => {
  let stand: Stand;
  let url: string;
  let timedOut: string;
  let failed: string;
  let waiting: string;
  const { submit, untilIs } = taskClient(() => url);

  beforeAll(async () => {
    stand = await startStand();
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
    const tags = ['customer-4711'];
    timedOut = await submit('math.count-primes', { n: 5_000_000 }, { timeout_ms: 1, attempts: 1, tags });
    failed = await submit('math.divide', { x: 4711, y: 0 }, { attempts: 1 });
    waiting = await submit('math.divide', { x: 1, y: 1 }, { delay_ms: HOUR_MS, tags });
    await untilIs(timedOut, { status: 'FAILURE', error: { type: 'TimeoutError' } });
    await untilIs(failed, { status: 'FAILURE' });
  });
  afterAll(() => stand.stop());

  /** Runs the example of the help that begins so. */
  const example = async (begin: string) => {
    const { stdout: help } = await runCli(url, ['--help']);
    const lines = help.split('\n').map((line) => line.replace(/^ *\$ /, ''));
    const line = lines.find((each) => each.startsWith(begin)) ?? `no example: ${begin}`;
    const answers = ['y'];
    const outcome = await runCli(url, cliWords(line.replace('TASK_ID', waiting)), { answers, columns: 500 });
    expect({ line, ...outcome }).toMatchObject({ code: 0 });
    return outcome.stdout;
  };

  it('gets the result of a task', async () => {
    expect(await example('celeriac call')).toBe('5\n');
  });

  it('sees what failed, and why', async () => {
    const text = await example('celeriac errors');
    expect(text).toContain('ZeroDivisionError: division by zero');
    expect(text).toContain('TimeoutError');
  });

  it('finds the tasks of a customer', async () => {
    const text = await example('celeriac tasks');
    for (const id of [timedOut, failed, waiting]) expect(text).toContain(id);
  });

  it('sees why a task waits', async () => {
    expect(await example('celeriac why')).toContain('in 59 min');
  });

  it('retries only the timeouts', async () => {
    expect(await example('celeriac retry')).toBe('retried  1\n');
    await untilIs(timedOut, { status: 'FAILURE' });
  });

  it('cancels all tasks with a tag', async () => {
    expect(await example('celeriac cancel')).toBe('cancelled  1\n');
    await untilIs(waiting, { status: 'REVOKED' });
  });

  it('drains a queue', async () => {
    await example('celeriac queue drain');
    const { code, stderr } = await runCli(url, ['call', 'math.divide', 'x=1', 'y=1']);
    expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining('closed') });
  });
});
