import { describe, expect, it } from '@jest/globals';
import { newSnapshot, newTaskId, taskJson, type TaskSnapshot } from '../../../core/index.js';
import { endEvent } from './end-event.js';

const HOUR_MS = 3_600_000;
const URL = 'https://example.com/';
const submitted = newSnapshot(
  { name: 'test.any', queue: 'tasks', payload: Object },
  { jobId: newTaskId(), timestamp: 0, attempts: 1, retentionMs: HOUR_MS },
);
const ended = (changes: Partial<TaskSnapshot>): TaskSnapshot => ({
  ...submitted,
  status: 'SUCCESS',
  finishedAt: Date.UTC(2026, 10, 24, 8),
  ...changes,
});
const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('endEvent', () => {
  it.each([
    ['SUCCESS', 'task.succeeded'],
    ['FAILURE', 'task.failed'],
    ['REVOKED', 'task.revoked'],
  ] as const)('%s becomes %s, with the task as in the API', (status, type) => {
    const task = ended({ status, result: status === 'SUCCESS' ? 5 : null });
    expect(endEvent(URL, task, 10_000)).toEqual({
      url: URL,
      type,
      timestamp: '2026-11-24T08:00:00.000Z',
      data: taskJson(task),
    });
  });

  it('omits a result that is too large, exact to the byte', () => {
    const task = ended({ result: '€'.repeat(5_000), progress: { page: 3 } });
    const whole = endEvent(URL, task, 1e9);
    expect(endEvent(URL, task, sizeOf(whole))).toEqual(whole);
    const { data } = endEvent(URL, task, sizeOf(whole) - 1);
    expect(data).toEqual({ ...taskJson(task), result: null, result_left_out: true });
  });

  it('omits progress and attempt errors if that is still too large', () => {
    const attempt = {
      attempt: 1,
      worker: 'w',
      started_at: '',
      ended_at: '',
      type: 'Error',
      message: 'a'.repeat(9_000),
    };
    const error = { type: 'Error', message: 'the last' };
    const task = ended({ status: 'FAILURE', error, errors: [attempt], progress: { all: 'b'.repeat(9_000) } });
    const event = endEvent(URL, task, 2_000);
    expect(event.data).toMatchObject({
      result: null,
      result_left_out: true,
      error,
      errors: [],
      progress: null,
    });
    expect(sizeOf(event)).toBeLessThan(2_000);
  });
});
