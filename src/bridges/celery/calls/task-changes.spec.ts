import { describe, expect, it } from '@jest/globals';
import { type TaskSnapshot, newSnapshot } from '../../../core/index.js';
import { NOTHING_TOLD, changesSince, toldOf, wasRunning } from './task-changes.js';

const definition = { name: 'test.any', queue: 'tasks', payload: Object } as const;

function task(values: Partial<TaskSnapshot>): TaskSnapshot {
  return { ...newSnapshot(definition, { jobId: 'a', timestamp: 0, attempts: 3 }), worker: 'w', ...values };
}

/** The error of an attempt that ran from 1,000 · n for 500 ms. */
function failed(attempt: number) {
  const at = (ms: number) => new Date(attempt * 1_000 + ms).toISOString();
  return {
    attempt,
    worker: 'w',
    started_at: at(0),
    ended_at: at(500),
    type: 'E',
    message: `attempt ${attempt}`,
  };
}

const first = { status: 'STARTED', attempt: 1, startedAt: 1_000 } as const;
const waits = { status: 'RETRY', attempt: 1, startedAt: 1_000, errors: [failed(1)] } as const;
const second = { status: 'STARTED', attempt: 2, startedAt: 2_000, errors: [failed(1)] } as const;
const started = (at: number) => ({ kind: 'started', at, worker: 'w' });
const retried = (attempt: number, stack: string | null = null) => ({
  ...{ kind: 'retried', at: attempt * 1_000 + 500, worker: 'w', stack },
  error: { type: 'E', message: `attempt ${attempt}` },
});

describe('changesSince', () => {
  it('finds nothing in a task that waits', () => {
    expect(changesSince(NOTHING_TOLD, task({}))).toEqual([]);
  });

  it('finds the start', () => {
    expect(changesSince(NOTHING_TOLD, task(first))).toEqual([started(1_000)]);
    expect(changesSince(toldOf(task(first)), task(first))).toEqual([]);
  });

  it('finds a failed attempt with its stack, and the next start', () => {
    const told = toldOf(task(first));
    const waiting = task({ ...waits, errorStack: 'E: attempt 1\n  at x' });
    expect(changesSince(told, waiting)).toEqual([retried(1, 'E: attempt 1\n  at x')]);
    expect(changesSince(toldOf(waiting), task(second))).toEqual([started(2_000)]);
  });

  it('finds changes between two reads in their order', () => {
    expect(changesSince(NOTHING_TOLD, task(second))).toEqual([started(1_000), retried(1), started(2_000)]);
  });

  it('leaves the last failure of a FAILURE to its end', () => {
    const ended = task({ ...second, status: 'FAILURE', errors: [failed(1), failed(2)], finishedAt: 2_500 });
    expect(changesSince(toldOf(task(second)), ended)).toEqual([]);
    expect(changesSince(toldOf(task(waits)), ended)).toEqual([started(2_000)]);
  });

  it('finds the start of a SUCCESS that was never seen running', () => {
    const ended = task({ ...first, status: 'SUCCESS', finishedAt: 1_500 });
    expect(changesSince(NOTHING_TOLD, ended)).toEqual([started(1_000)]);
  });

  it('tells a crash as an attempt that is tried again', () => {
    const again = task({ ...first, attempt: 2, crashes: 1, startedAt: 3_000 });
    const [crash, start] = changesSince(toldOf(task(first)), again);
    expect(crash).toMatchObject({ kind: 'retried', error: { type: 'WorkerLostError' } });
    expect(start).toEqual(started(3_000));
    expect(changesSince(toldOf(again), again)).toEqual([]);
  });

  it('finds progress while the task runs, each once', () => {
    const half = task({ ...first, progress: 50 });
    const [progress] = changesSince(toldOf(task(first)), half);
    expect(progress).toMatchObject({ kind: 'progressed', value: 50 });
    expect(changesSince(toldOf(half), half)).toEqual([]);
    expect(changesSince(NOTHING_TOLD, task({ ...first, status: 'SUCCESS', progress: 50 }))).toEqual([
      started(1_000),
    ]);
  });
});

describe('wasRunning', () => {
  it.each([
    ['waited', {}, false],
    ['ran', { ...first, status: 'REVOKED' }, true],
    ['waited for its next attempt', { ...waits, status: 'REVOKED' }, false],
    ['ran again', { ...second, status: 'REVOKED' }, true],
  ] as const)('knows of a task that %s', (_, values, expected) => {
    expect(wasRunning(task(values))).toBe(expected);
  });
});
