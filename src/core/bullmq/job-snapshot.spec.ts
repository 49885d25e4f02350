import { describe, expect, it } from '@jest/globals';
import type { TaskStatus } from '../task/task-status.js';
import { newRecord, type JobRecord } from './job-record.js';
import { newSnapshot, snapshotOf } from './job-snapshot.js';
import { STALLED_TOO_OFTEN } from './layout.js';
import { writeStack } from './recorded-error.js';

const NOW = 10_000;
const RETENTION_MS = 5_000;
const job = { jobId: 'id', timestamp: 1_000, attempts: 3, priority: 3 } as const;
const task = { name: 'test.any', queue: 'tasks', payload: Object } as const;
const waiting = newRecord(task.name, job);
const stack = writeStack(
  { attempt: 1, worker: 'w', started_at: 'then', ended_at: 'now', type: 'RangeError', message: 'no' },
  ['    at run (file.js:1:1)'],
  '0123456789abcdef',
);

const snapshotWith = (changes: Partial<JobRecord>, now = NOW) =>
  snapshotOf('id', 'tasks', { ...waiting, ...changes }, now, RETENTION_MS);
const options = (more: object) => ({ options: { ...job, ...more } });

describe('the status of a task', () => {
  it.each<[TaskStatus, string, Partial<JobRecord>]>([
    ['PENDING', 'waits for its first attempt', {}],
    ['PENDING', 'was given back by a worker that stops', { attemptsStarted: 1 }],
    ['STARTED', 'runs', { isActive: true, attemptsStarted: 1 }],
    ['STARTED', 'runs again after a failure', { isActive: true, attemptsMade: 1, failedReason: 'no' }],
    ['STARTED', 'runs beyond its expiry', { isActive: true, ...options({ expiresAt: NOW - 1 }) }],
    ['RETRY', 'has failed', { attemptsMade: 1, failedReason: 'no' }],
    ['RETRY', 'has lost its worker', { stalls: 1 }],
    ['RETRY', 'has failed, and was run again by hand', { stacks: [stack] }],
    ['SUCCESS', 'has a result', { finishedOn: NOW, returnvalue: 5 }],
    ['SUCCESS', 'has the result null', { finishedOn: NOW, returnvalue: null }],
    ['SUCCESS', 'has a result after a failure', { finishedOn: NOW, returnvalue: 5, failedReason: 'no' }],
    ['FAILURE', 'has ended without a result', { finishedOn: NOW, failedReason: 'no' }],
    ['FAILURE', 'was revoked before, and fails now', { finishedOn: NOW, failedReason: 'no', revoked: 'old' }],
    ['REVOKED', 'was cancelled', { finishedOn: NOW, failedReason: 'stop', revoked: 'stop' }],
    ['REVOKED', 'has expired', options({ expiresAt: NOW })],
    ['PENDING', 'expires in the next ms', options({ expiresAt: NOW + 1 })],
    ['PENDING', 'has expired, and was run again by hand', { retriedAt: 1, ...options({ expiresAt: NOW }) }],
    [
      'RETRY',
      'has started before it expired',
      { attemptsMade: 1, attemptsStarted: 1, ...options({ expiresAt: NOW }) },
    ],
  ])('is %s when it %s', (status, _when, changes) => {
    expect(snapshotWith(changes)?.status).toBe(status);
  });
});

describe('snapshotOf', () => {
  it('has no result but that of a SUCCESS', () => {
    expect(snapshotWith({ finishedOn: NOW, returnvalue: 5 })?.result).toBe(5);
    expect(snapshotWith({ returnvalue: 5 })?.result).toBeNull();
  });

  it('has the last error, where it was thrown, and its fingerprint', () => {
    const failed = snapshotWith({ finishedOn: NOW, failedReason: 'no', stacks: [stack], attemptsMade: 1 });
    expect(failed).toMatchObject({
      error: { type: 'RangeError', message: 'no' },
      errorStack: 'RangeError: no\n    at run (file.js:1:1)',
      errorFingerprint: '0123456789abcdef',
      errors: [{ attempt: 1, type: 'RangeError', message: 'no' }],
    });
  });

  it('names the error that BullMQ ends a task with', () => {
    const lost = snapshotWith({
      finishedOn: NOW,
      failedReason: STALLED_TOO_OFTEN,
      stalls: 9,
      stacks: [stack],
    });
    expect(lost).toMatchObject({ error: { type: 'StalledError' }, errorStack: null, errorFingerprint: null });
  });

  it('counts crashes as attempts that are extra', () => {
    const counts = { attemptsMade: 1, stalls: 1, crashes: 1, isActive: true };
    expect(snapshotWith(counts)).toMatchObject({ attempt: 4, maxAttempts: 5, crashes: 2 });
  });

  it('says when a task was to run, once it is over', () => {
    expect(snapshotWith({ delayedUntil: NOW + 5 })?.runAt).toBe(NOW + 5);
    expect(snapshotWith(options({ delay: 5 }))?.runAt).toBeNull();
    expect(snapshotWith({ finishedOn: NOW, returnvalue: 5, ...options({ delay: 5 }) })?.runAt).toBe(1_005);
    expect(snapshotWith({ finishedOn: NOW, revoked: 'r', failedReason: 'r', plannedAt: 77 })?.runAt).toBe(77);
  });

  it.each([
    ['REVOKED', { revoked: 'stop', failedReason: 'stop', finishedOn: NOW }, 'stop'],
    ['expired', options({ expiresAt: NOW }), 'expired'],
    ['FAILURE', { revoked: 'old', failedReason: 'no', finishedOn: NOW }, null],
  ])('has the reason of a revocation: %s', (_what, changes, reason) => {
    expect(snapshotWith(changes)?.revokeReason).toBe(reason);
  });

  it('ends what had expired before it was submitted with its submit', () => {
    expect(snapshotWith(options({ expiresAt: 5, retentionMs: NOW }))?.finishedAt).toBe(1_000);
  });

  it('forgets a request to stop once the task is final', () => {
    expect(snapshotWith({ cancelRequestedAt: 5, isActive: true })?.cancelRequestedAt).toBe(5);
    expect(
      snapshotWith({ cancelRequestedAt: 5, finishedOn: NOW, returnvalue: 1 })?.cancelRequestedAt,
    ).toBeNull();
  });

  it('is undefined once the retention is over: its own, or the default', () => {
    const ended = { finishedOn: NOW, returnvalue: 5 };
    expect(snapshotWith(ended, NOW + RETENTION_MS - 1)).toBeDefined();
    expect(snapshotWith(ended, NOW + RETENTION_MS)).toBeUndefined();
    expect(snapshotWith({ ...ended, ...options({ retentionMs: 1 }) }, NOW + 1)).toBeUndefined();
  });
});

describe('newSnapshot', () => {
  it('is what the first read shows', () => {
    const more = { ...job, tags: ['a'], webhookUrl: 'https://example.com', parentId: 'p', rootId: 'r' };
    expect(newSnapshot(task, more)).toEqual(
      snapshotOf('id', 'tasks', newRecord(task.name, more), NOW, RETENTION_MS),
    );
  });

  it('waits for its time', () => {
    expect(newSnapshot(task, { ...job, delay: 5 })).toMatchObject({ status: 'PENDING', runAt: 1_005 });
  });

  it('is PENDING, also when it has expired already', () => {
    expect(newSnapshot(task, { ...job, expiresAt: 5 })).toMatchObject({ status: 'PENDING', expiresAt: 5 });
  });
});
