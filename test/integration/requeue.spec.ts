import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TaskNotFoundError } from '../../src/core/task/queue.errors.js';
import { Queues } from '../../src/core/bullmq/queues.js';
import { Retention } from '../../src/core/lifetime/retention.js';
import { TaskActions } from '../../src/core/act/task-actions.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { useApp } from '../support/use-api.js';

const HOUR_MS = 3_600_000;

describe('a task that is put back without a worker', () => {
  const stand = useApp();
  let actions: TaskActions;

  beforeAll(() => {
    actions = stand.app.get(TaskActions);
  });

  beforeEach(async () => {
    await stand.sandbox.redis.del(key('marker'));
  });
  afterEach(() => queue().resume());

  const key = (name: string) => `${stand.sandbox.prefix}:tasks:${name}`;
  const queue = () => stand.app.get(Queues).get('tasks');
  const statusOf = async (id: string) => (await stand.app.get(TaskStore).find(id)).status;
  /** The marker that an idle worker waits for. */
  const isWoken = async () => (await stand.sandbox.redis.zscore(key('marker'), '0')) !== null;
  const order = () => stand.sandbox.redis.zrange(key('prioritized'), 0, -1);

  /** Takes a task from the queue, and ends it like a worker. */
  const failed = async (): Promise<string> => {
    const { id } = await stand.app.get(TaskQueue).submit(DivideTask, { x: 1, y: 0 });
    await stand.sandbox.redis.zrem(key('prioritized'), id);
    await stand.sandbox.redis.hset(key(id), {
      finishedOn: Date.now(),
      failedReason: 'division by zero',
      atm: 1,
    });
    await stand.sandbox.redis.zadd(key('failed'), Date.now(), id);
    await stand.sandbox.redis.del(key('marker'));
    return id;
  };
  const delayed = async (): Promise<string> => {
    const { id } = await stand.app.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 }, { delayMs: HOUR_MS });
    await stand.sandbox.redis.del(key('marker'));
    return id;
  };

  it.each([
    ['retry', failed, (id: string) => actions.retry(id)],
    ['promote', delayed, (id: string) => actions.promote(id)],
  ])('wakes a worker, unless the queue is paused: %s', async (_what, make, act) => {
    const [one, other] = [await make(), await make()];
    await act(one);
    expect(await isWoken()).toBe(true);
    await queue().pause();
    await stand.sandbox.redis.del(key('marker'));
    await act(other);
    expect(await isWoken()).toBe(false);
    const places = await order();
    expect(places.indexOf(one)).toBeLessThan(places.indexOf(other));
    expect(places).toContain(one);
  });

  it('leaves its former set', async () => {
    const id = await failed();
    await actions.retry(id);
    expect(await stand.sandbox.redis.zscore(key('failed'), id)).toBeNull();
    const other = await delayed();
    await actions.promote(other);
    expect(await stand.sandbox.redis.zscore(key('delayed'), other)).toBeNull();
  });

  it('keeps its retention entry until it ends: a sweep before its end is repeated', async () => {
    const { id } = await stand.app.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 });
    const entry = [`${stand.sandbox.prefix}:expiry`, `tasks:${id}`] as const;
    await stand.sandbox.redis.zadd(entry[0], 1, entry[1]);
    expect(await stand.app.get(Retention).sweep()).toEqual({ removed: 0, mayHaveMore: false });
    expect(Number(await stand.sandbox.redis.zscore(...entry))).toBeGreaterThan(Date.now());
    expect(await statusOf(id)).toBe('PENDING');
  });

  it('is not put back while it is being removed', async () => {
    const id = await failed();
    const remove = queue().remove.bind(queue());
    const removing = jest.spyOn(queue(), 'remove').mockImplementationOnce(async (...call) => {
      await expect(actions.retry(id)).rejects.toThrow(TaskNotFoundError);
      return remove(...call);
    });
    await actions.remove(id);
    expect(removing).toHaveBeenCalledTimes(1);
    expect(await order()).not.toContain(id);
    await expect(statusOf(id)).rejects.toThrow(TaskNotFoundError);
  });
});
