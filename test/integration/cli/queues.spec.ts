import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CliStand, startCliStand } from '../../support/cli-stand.js';
import { onceOver } from '../../support/bulk.js';
import { API_KEYS, KEYS } from '../../support/keys.js';
import { taskClient } from '../../support/task-client.js';

const HOUR_MS = 3_600_000;

describe('celeriac queues', () => {
  let stand: CliStand;

  beforeAll(async () => {
    stand = await startCliStand({}, { WORKER_QUEUES: 'tasks,operations' });
  });
  afterEach(async () => {
    await stand.celeriac(['queue', 'open', 'tasks']);
    await stand.celeriac(['queue', 'resume', 'tasks']);
    await stand.celeriac(['queue', 'limit', 'tasks', '--none']);
  });
  afterAll(() => stand.stop());

  const tasks = taskClient(() => stand.url);
  const delayed = () => tasks.submit('math.divide', { x: 4, y: 2 }, { delay_ms: HOUR_MS });

  it('lists them all, as a table and as JSON', async () => {
    const { code, stdout } = await stand.celeriac(['queues']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^QUEUE +STATE +WAITING .*\ntasks +open +0 /);
    expect(await stand.json('queues')).toContainEqual(expect.objectContaining({ name: 'fetch', slots: 0 }));
  });

  it('shows one', async () => {
    expect((await stand.celeriac(['queue', 'tasks'])).stdout).toMatch(/^queue +tasks\nstate +open\n/);
    expect(await stand.json('queue', 'show', 'tasks')).toMatchObject({ name: 'tasks', consumers: 1 });
  });

  it('says which queues there are instead of an unknown one', async () => {
    const { code, stderr } = await stand.celeriac(['queue', 'pause', 'taks']);
    expect(code).toBe(4);
    expect(stderr).toMatch(/taks.*tasks/);
  });

  it('pauses and resumes, closes and opens', async () => {
    for (const [verb, state] of [
      ['pause', 'paused'],
      ['close', 'paused and closed'],
      ['resume', 'closed'],
      ['open', 'open'],
    ] as const) {
      const { code, stdout } = await stand.celeriac(['queue', verb, 'tasks']);
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`tasks is ${state}`) });
    }
  });

  it('limits concurrency and rate, and takes the limits away', async () => {
    const limit = (...options: string[]) => stand.celeriac(['queue', 'limit', 'tasks', ...options]);
    expect((await limit('--concurrency', '3', '--rate', '100/1m')).stdout).toContain(
      'concurrency 3, 100 per 1 min',
    );
    expect(await stand.json('queue', 'tasks')).toMatchObject({
      limits: { concurrency: 3, rate: { max: 100, duration_ms: 60_000 } },
    });
    expect((await limit('--rate', '5/s')).stdout).toContain('concurrency 3, 5 per 1 s');
    expect((await limit('--rate', 'none')).stdout).toContain('queue tasks: concurrency 3.');
    expect((await limit('--none')).stdout).toContain('queue tasks: none.');
  });

  it.each([
    [[], /--concurrency, --rate or --none/],
    [['--none', '--rate', '5/s'], /give it alone/],
    [['--rate', '5'], /100\/1m/],
    [['--rate', '5/1m/1m'], /100\/1m/],
    [['--concurrency', 'x'], /whole number/],
  ])('refuses the limit %p', async (options, message) => {
    const { code, stderr } = await stand.celeriac(['queue', 'limit', 'tasks', ...options]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  it('drains: closes the queue and shows what is left until it is empty', async () => {
    const id = await delayed();
    const stopped = new AbortController();
    const notes = await stand.celeriac(['queue', 'drain', 'tasks']);
    expect(notes.stdout).toMatch(/is closed\. tasks: 1 left \(0 waiting, 1 delayed, 0 started\)/);
    const draining = stand.celeriac(['queue', 'drain', 'tasks', '--wait'], { signal: stopped.signal });
    await tasks.cancel(id);
    const { code, stdout } = await draining;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('closed and empty') });
  });

  it('leaves the queue closed if nobody waits for its end any more', async () => {
    const id = await delayed();
    const { code } = await stand.celeriac(['queue', 'drain', 'tasks', '--wait'], {
      signal: AbortSignal.abort(),
    });
    expect(code).toBe(130);
    await tasks.cancel(id);
  });

  it.each(['revoke-waiting', 'purge'])('asks for the name before %s', async (verb) => {
    const id = await delayed();
    const line = ['queue', verb, 'tasks'];
    for (const options of [{}, { answers: ['task'] }, { answers: ['y'] }])
      expect(await stand.celeriac(line, options)).toMatchObject({ code: 2, stdout: '' });
    expect(await stand.celeriac([...line, '--confirm', 'fetch'])).toMatchObject({ code: 2 });
    await tasks.untilIs(id, { status: 'PENDING' });

    const { code, stderr } = await stand.celeriac(line, { answers: ['tasks'] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Type its name') });
    await tasks.untilIs(id, { status: 'REVOKED' }).catch(() => undefined); // or purged by now
    const action = await stand.json(...line, '--confirm', 'tasks');
    await onceOver(stand.app.getHttpServer(), action.bulk_action_id, { status: 'SUCCESS' });
  });
});

describe('celeriac queue with API keys', () => {
  let stand: CliStand;

  beforeAll(async () => {
    stand = await startCliStand({}, { API_KEYS, WORKER_QUEUES: 'operations' });
  });
  afterAll(() => stand.stop());

  it('names the role that an action needs', async () => {
    const env = { CELERIAC_API_KEY: KEYS.viewer };
    expect(await stand.celeriac(['queue', 'tasks'], { env })).toMatchObject({ code: 0 });
    const { code, stderr } = await stand.celeriac(['queue', 'pause', 'tasks'], { env });
    expect(code).toBe(4);
    expect(stderr).toMatch(/operator/);
  });

  it('names the variable for a key if there is none', async () => {
    const { code, stderr } = await stand.celeriac(['queues']);
    expect(code).toBe(4);
    expect(stderr).toContain('CELERIAC_API_KEY');
  });
});
