import { describe, expect, it } from '@jest/globals';
import type { WorkerSnapshot } from '../../core/workers/worker-report.js';
import { standstillOf } from './queue-trouble.js';

const NOW = 1_000_000;

/** A worker of the queue `tasks`, with its slots, running tasks and newest start. */
function worker(concurrency: number, count?: number, newestSince: number | null = null): WorkerSnapshot {
  const running = count === undefined ? {} : { running: { count, newestSince, oldestSince: newestSince } };
  const queues = [{ name: 'tasks', concurrency, isPaused: false, ...running }];
  return { queues, lastHeartbeatAt: NOW } as unknown as WorkerSnapshot;
}

describe('standstillOf', () => {
  it('counts from the newest start if all slots are full', () => {
    expect(standstillOf('tasks', [worker(8, 8, NOW - 60_000)])).toBe(60_000);
    expect(standstillOf('tasks', [worker(8, 8, NOW - 60_000), worker(2, 2, NOW - 5_000)])).toBe(5_000);
  });

  it.each([
    ['one slot is free', [worker(8, 7, NOW - 60_000)]],
    ['one of several workers has a free slot', [worker(8, 8, NOW - 60_000), worker(8, 0)]],
    ['a worker of an older version does not say what it runs', [worker(8)]],
    ['no worker takes tasks', []],
  ])('is undefined if %s', (_, workers) => {
    expect(standstillOf('tasks', workers)).toBeUndefined();
  });
});
