import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SnoozeTask } from '../../src/core/task/task-outcome.js';
import { HostLimits } from '../../src/features/fetch/host-limits.js';
import { type FetchStand, startFetchStand } from '../support/fetch-stand.js';
import { type StartedProcess, startProcess } from '../support/processes.js';

const LIMITS = { FETCH_HOST_CONCURRENCY: '2', FETCH_HOST_RATE: '1000', FETCH_CACHE_TTL_MS: '0' };
const HOLD_MS = 50;

describe('limits per host, with two real workers', () => {
  let stand: FetchStand;
  let workers: StartedProcess[];

  beforeAll(async () => {
    // The stand's own worker runs no fetches; the two processes do.
    stand = await startFetchStand({ ...LIMITS, WORKER_QUEUES: 'tasks' });
    const variables = { ...stand.sandbox.variables, WORKER_QUEUES: 'fetch', WORKER_CONCURRENCY: 'fetch=4' };
    workers = await Promise.all([
      startProcess('worker', { ...variables, WORKER_NAME: 'one' }),
      startProcess('worker', { ...variables, WORKER_NAME: 'two' }),
    ]);
  });

  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await stand.stop();
  });

  it('never allow more concurrent fetches per host than configured, and fetch everything', async () => {
    let inFlight = 0;
    let most = 0;
    const { url } = await stand.serve((_, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      setTimeout(() => {
        inFlight -= 1;
        response.end('1');
      }, HOLD_MS);
    });
    const ids = await Promise.all(Array.from({ length: 12 }, (_, i) => stand.submit({ url: `${url}/${i}` })));
    const tasks = await Promise.all(ids.map((id) => stand.final(id)));
    expect(tasks.map(({ status, attempt }) => [status, attempt])).toEqual(ids.map(() => ['SUCCESS', 1]));
    expect(new Set(tasks.map(({ worker }) => worker))).toEqual(new Set(['one', 'two']));
    expect(most).toBe(2);
    expect(await stand.sandbox.redis.zcard(slotsOf('127.0.0.1'))).toBe(0);
  });

  it('release the slots of a worker that died', async () => {
    const limits = stand.app.get(HostLimits, { strict: false });
    const visit = () => limits.during('a', async (enter) => enter(new URL('http://example.com./')));
    const [seconds] = await stand.sandbox.redis.time();
    const now = Number(seconds) * 1_000;
    await stand.sandbox.redis.zadd(slotsOf('example.com'), now + 60_000, 'dead', now + 60_000, 'dead too');
    await expect(visit()).rejects.toThrow(SnoozeTask);
    await stand.sandbox.redis.zadd(slotsOf('example.com'), now - 1, 'dead');
    await expect(visit()).resolves.toBeUndefined();
  });

  it('spread the requests to a host according to its rate', async () => {
    const slow = await startFetchStand({ FETCH_HOST_RATE: '2', FETCH_CACHE_TTL_MS: '0' });
    const limits = slow.app.get(HostLimits, { strict: false });
    const visit = (host: string) => limits.during('a', async (enter) => enter(new URL(`http://${host}/`)));
    await Promise.all([visit('a.example'), visit('a.example')]);
    const held = await visit('a.example').catch((error: unknown) => error);
    expect(held).toBeInstanceOf(SnoozeTask);
    expect((held as SnoozeTask).delayMs).toBeLessThanOrEqual(1_250);
    await visit('b.example');
    await slow.stop();
  });

  function slotsOf(host: string): string {
    const hash = createHash('sha1').update(host).digest('base64url');
    return `${stand.sandbox.prefix}:host:${hash}:slots`;
  }
});
