import { describe, expect, it } from '@jest/globals';
import type { Health } from '../../../api/fleet/health.js';
import { aQueue, aWorker } from '../../../api/fleet/fleet-examples.js';
import { type BannerFacts, findBanners } from './find-banners.js';

const UP: Health = { details: { redis: { status: 'up' } } };

function titles(facts: Partial<BannerFacts>): string[] {
  const usual = { reachability: 'ok', health: UP, queues: [aQueue()], workers: [aWorker()] } as const;
  return findBanners({ ...usual, ...facts }).map(({ title }) => title);
}

describe('the banners', () => {
  it('are none while everything is all right, or not known yet', () => {
    expect(titles({})).toEqual([]);
    expect(titles({ health: undefined, queues: undefined, workers: undefined })).toEqual([]);
  });

  it('say first that the API or the broker is away, and nothing else then', () => {
    const queues = [aQueue({ paused: true })];
    expect(titles({ reachability: 'unreachable', queues })).toEqual(['The API does not answer.']);
    expect(titles({ reachability: 'broker-away', queues })).toEqual(['The broker is away.']);
    expect(titles({ health: { details: { redis: { status: 'down' } } } })).toEqual(['The broker is away.']);
  });

  it('show a pause with its time, its author and its reason', () => {
    const pause = { since: '2026-11-30T07:00:00.000Z', by: 'ops', reason: 'the mail server is down' };
    const queues = [aQueue({ paused: true, pause, counts: { ...aQueue().counts, waiting: 3 } })];
    const [banner] = findBanners({ reachability: 'ok', health: UP, queues, workers: [aWorker()] });
    expect(banner).toMatchObject({ ...pause, title: 'The queue tasks is paused.' });
    expect(banner?.text).toBe('3 tasks wait until you resume it.');
  });

  it('name a queue that nobody serves, and no worker at all only once', () => {
    const queues = [aQueue({ consumers: 0 }), aQueue({ name: 'fetch', consumers: 0 })];
    expect(titles({ queues: [aQueue(), ...queues.slice(1)] })).toEqual(['No worker serves the queue fetch.']);
    expect(titles({ queues, workers: [] })).toEqual(['No worker runs.']);
  });

  it('show what only the check of a queue knows, but no older news of it', () => {
    const stuck = {
      status: 'degraded',
      message: 'all slots are full, and no task has finished for 40 s',
    } as const;
    const paused = {
      status: 'degraded',
      message: 'paused since 2026-11-30T07:00:00.000Z by ops: tasks wait',
    } as const;
    const details = (check: typeof stuck | typeof paused) => ({ details: { 'queue:tasks': check } });
    expect(titles({ health: details(stuck) })).toEqual(['The queue tasks is held up.']);
    expect(titles({ health: details(paused) })).toEqual([]);
  });

  it('show a lost worker until one with its name runs again', () => {
    const lost = aWorker({ worker_id: 'a', name: 'worker-1', state: 'lost' });
    const other = aWorker({ worker_id: 'b', name: 'worker-2' });
    expect(titles({ workers: [lost, other] })).toEqual(['The worker worker-1 is lost.']);
    expect(titles({ workers: [lost, { ...other, name: 'worker-1' }] })).toEqual([]);
  });

  it('put failures before warnings', () => {
    const health: Health = { details: { history: { status: 'degraded', message: 'behind: late' } } };
    const workers = [aWorker({ clock_wrong: true })];
    expect(titles({ health, workers })).toEqual([
      'The clock of the worker worker-1 is wrong.',
      'The history is behind.',
    ]);
  });

  it('keep their id while the same thing lasts, so that they stay dismissed', () => {
    const health = (seconds: number): Health => ({
      details: {
        'queue:tasks': {
          status: 'degraded',
          message: `all slots are full, and no task has finished for ${seconds} s`,
        },
      },
    });
    const ids = [40, 50].map((seconds) => {
      const facts = {
        reachability: 'ok',
        health: health(seconds),
        queues: [aQueue()],
        workers: [aWorker()],
      } as const;
      return findBanners(facts)[0]?.id;
    });
    expect(ids[0]).toBe(ids[1]);
  });
});
