import { describe, expect, it } from '@jest/globals';
import type { RegisteredTask } from '../../../core/index.js';
import type { CeleryCall } from '../calls/celery-call.js';
import { unreadableCall } from './celery-call-of.js';
import { priorityOf, submitOf } from './submit-of.js';

const redis = { transport: 'redis', steps: [0, 3, 6, 9] } as const;
const rabbit = { transport: 'amqp', steps: [] } as const;
const task = { options: { name: 'proj.resize', attempts: 5 } } as unknown as RegisteredTask;
const submit = (call: Partial<CeleryCall>) =>
  submitOf({ ...unreadableCall('a', null, 'celery'), ...call }, task, { x: 1 }, 'ours', redis);

describe('submitOf', () => {
  it('submits the task by its own name, under our id, as Celery', () => {
    const { name, payload, options, bridge, origin } = submit({ task: 'former.name' });
    expect({ name, payload, options }).toEqual({
      name: 'proj.resize',
      payload: { x: 1 },
      options: { tags: ['celery'] },
    });
    expect(bridge).toEqual({
      bridge: 'celery',
      id: expect.any(String),
      data: expect.objectContaining({ task: 'former.name' }),
    });
    expect([origin?.submittedBy, origin?.nextId?.()]).toEqual(['celery', 'ours']);
  });

  it('translates times and limits', () => {
    const { options } = submit({ etaAt: 5_000, expiresAt: 9_000, softLimitMs: 1_000, hardLimitMs: 2_000 });
    expect(options).toMatchObject({ runAt: new Date(5_000), expiresAt: new Date(9_000), timeoutMs: 1_000 });
    expect(submit({ hardLimitMs: 2_000 }).options).toMatchObject({ timeoutMs: 2_000 });
  });

  it.each([
    [0, undefined],
    [2, 3],
    [9, 1],
  ])('after %i retries in Python the attempts are %p', (retries, attempts) => {
    expect(submit({ retries }).options?.attempts).toBe(attempts);
  });
});

describe('priorityOf', () => {
  it('is that of the task type without one', () => {
    expect(priorityOf(0, redis)).toBeUndefined();
    expect(priorityOf(2, redis)).toBeUndefined();
    expect(priorityOf(0, rabbit)).toBeUndefined();
  });

  it('puts later steps of Redis between normal and low', () => {
    expect([3, 6, 9].map((priority) => priorityOf(priority, redis))).toEqual([31, 32, 33]);
    expect([4, 8].map((priority) => priorityOf(priority, redis))).toEqual([31, 32]);
  });

  it('puts those of RabbitMQ between normal and critical', () => {
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((priority) => priorityOf(priority, rabbit));
    expect(numbers).toEqual([28, 26, 23, 21, 19, 17, 14, 12, 10]);
  });
});
