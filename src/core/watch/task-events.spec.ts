import { describe, expect, it } from '@jest/globals';
import { eventsBetween, linesFrom } from './task-events.js';
import { newSnapshot } from '../bullmq/job-snapshot.js';

const task = { name: 'test.any', queue: 'tasks', payload: Object } as const;
const job = {
  jobId: 'id',
  timestamp: 0,
  attempts: 3,
  retry: { type: 'fixed', delayMs: 1 },
  retentionMs: 1,
} as const;
const pending = newSnapshot(task, job);
const started = { ...pending, status: 'STARTED', attempt: 1, progress: { step: 1 } } as const;
const nothing = { first: 0, lines: [] };
const line = { first: 0, lines: ['one'] };

describe('eventsBetween', () => {
  const types = (...given: Parameters<typeof eventsBetween>) =>
    eventsBetween(...given).map(({ type }) => type);

  it('is empty without changes', () => {
    expect(eventsBetween(pending, { task: { ...pending }, log: nothing })).toEqual([]);
    expect(eventsBetween(started, { task: { ...started, progress: { step: 1 } }, log: nothing })).toEqual([]);
  });

  it("puts an attempt's output after its start", () => {
    expect(types(pending, { task: started, log: line })).toEqual(['state', 'log', 'progress']);
  });

  it.each(['RETRY', 'PENDING'] as const)("puts an attempt's output before its end: %s", (status) => {
    const after = { ...started, status, progress: 50 };
    expect(types(started, { task: after, log: line })).toEqual(['log', 'progress', 'state']);
  });

  it('ends with the result, even if it was seen before', () => {
    const done = { ...started, status: 'SUCCESS', finishedAt: 1 } as const;
    expect(types(started, { task: done, log: line })).toEqual(['log', 'state', 'result']);
    expect(types(done, { task: done, log: nothing })).toEqual(['result']);
  });
});

describe('linesFrom', () => {
  const log = { first: 10, lines: ['ten', 'eleven'] };

  it.each([
    [0, 10, ['ten', 'eleven']],
    [10, 10, ['ten', 'eleven']],
    [11, 11, ['eleven']],
    [12, 12, []],
    [20, 20, []],
  ])('from %i on', (from, first, lines) => {
    expect(linesFrom(log, from)).toEqual({ first, lines });
  });
});
