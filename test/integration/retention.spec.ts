import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { TaskNotFoundError } from '../../src/core/task/queue.errors.js';
import { Retention } from '../../src/core/lifetime/retention.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

class Nothing {}

@Task({ name: 'test.short-lived', queue: 'tasks', payload: Nothing, retentionMs: 1 })
class ShortLivedTask implements TaskHandler<Nothing, string> {
  run(): Promise<string> {
    return Promise.resolve('gone soon');
  }
}

@Module({ providers: [ShortLivedTask] })
class TestTasks {}

describe('retention', () => {
  let sandbox: Sandbox;
  let worker: TestingModule;

  beforeAll(async () => {
    sandbox = await createSandbox();
    worker = await startWorker(sandbox.variables, { modules: [TestTasks] });
  });

  afterAll(async () => {
    await worker.close();
    await sandbox.clean();
  });

  it('is a day by default, and a short one removes no other task', async () => {
    const queue = worker.get(TaskQueue);
    const store = worker.get(TaskStore);
    const kept = await queue.submit(DivideTask, { x: 1, y: 1 });
    const short = await queue.submit(ShortLivedTask, {});
    await eventually(() => expect(store.find(short.id)).rejects.toThrow(TaskNotFoundError));
    await eventually(async () => expect((await store.find(kept.id)).status).toBe('SUCCESS'));

    const { redis, prefix } = sandbox;
    const dueOf = (id: string) => redis.zscore(`${prefix}:expiry`, `tasks:${id}`);
    await worker.get(Retention).enter(0);
    expect(await dueOf(kept.id)).toBeNull(); // it is entered after its retention
    expect((await store.find(kept.id)).status).toBe('SUCCESS');

    const aDayAgo = Date.now() - 86_400_000;
    for (const endedAt of [aDayAgo + 60_000, aDayAgo]) {
      expect(await redis.exists(`${prefix}:tasks:${kept.id}`)).toBe(1);
      await redis.zadd(`${prefix}:tasks:completed`, endedAt, kept.id);
      await redis.hset(`${prefix}:tasks:${kept.id}`, 'finishedOn', endedAt);
      await worker.get(Retention).enter(0);
      await worker.get(Retention).sweep();
    }
    expect(await redis.exists(`${prefix}:tasks:${kept.id}`)).toBe(0);
  });

  it('is that of the submit, if given', async () => {
    const { id } = await worker.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 }, { retentionMs: 7_200_000 });
    const store = worker.get(TaskStore);
    await eventually(async () => expect((await store.find(id)).status).toBe('SUCCESS'));
    await worker.get(Retention).enter(0);
    const due = await sandbox.redis.zscore(`${sandbox.prefix}:expiry`, `tasks:${id}`);
    expect(Number(due)).toBe(Number((await store.find(id)).finishedAt) + 7_200_000);
  });

  it('follows the current RESULT_RETENTION_MS, also for tasks stored before', async () => {
    const hour = await startWorker({ ...sandbox.variables, RESULT_RETENTION_MS: '3600000' });
    const { id } = await worker.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 });
    await eventually(async () => expect((await worker.get(TaskStore).find(id)).status).toBe('SUCCESS'));
    const job = `${sandbox.prefix}:tasks:${id}`;
    await sandbox.redis.hset(job, 'finishedOn', Date.now() - 2 * 3_600_000);
    expect((await worker.get(TaskStore).find(id)).status).toBe('SUCCESS');
    await expect(hour.get(TaskStore).find(id)).rejects.toThrow(TaskNotFoundError);
    await hour.close();
  });

  it('removes expired tasks from the broker without a trace', async () => {
    const { id } = await worker.get(TaskQueue).submit(ShortLivedTask, {});
    await eventually(async () =>
      expect(
        await worker
          .get(TaskStore)
          .find(id)
          .catch(() => null),
      ).toBeNull(),
    );
    await eventually(async () => {
      await worker.get(Retention).enter(0);
      await worker.get(Retention).sweep();
      expect(await sandbox.redis.keys(`${sandbox.prefix}:*${id}*`)).toEqual([]);
    });
    expect(await sandbox.redis.zscore(`${sandbox.prefix}:expiry`, `tasks:${id}`)).toBeNull();
    expect(await sandbox.redis.zscore(`${sandbox.prefix}:tasks:completed`, id)).toBeNull();
  });

  it.each([
    { what: 'names none', retentionMs: 86_400_000, options: {} },
    { what: 'names its own', retentionMs: 3_600_000, options: { retentionMs: 3_600_000 } },
  ])('finds tasks that finished unobserved and $what, in batches', async ({ retentionMs, options }) => {
    const queue = worker.get(TaskQueue);
    const tasks = await queue.submitMany(
      DivideTask,
      Array.from({ length: 450 }, (_, x) => ({ x, y: 1 })),
      options,
    );
    const { redis, prefix } = sandbox;
    const completed = `${prefix}:tasks:completed`;
    await eventually(async () =>
      expect(await redis.zmscore(completed, ...tasks.map(({ id }) => id))).not.toContain(null),
    );
    // All ended within two milliseconds, long ago: more in one than a step handles.
    for (const [i, { id }] of tasks.entries()) await redis.zadd(completed, i < 250 ? 1_000 : 2_000, id);
    const walks = ['own', 'all'].map((which) => `${prefix}:walk:${which}:tasks:completed`);
    await redis.del(...walks);
    let rounds = 0;
    while ((await worker.get(Retention).enter(0)).mayHaveMore) expect(++rounds).toBeLessThan(10);
    await redis.del(...walks);
    while ((await worker.get(Retention).enter(0)).mayHaveMore) expect(++rounds).toBeLessThan(20);
    const entered = await redis.zmscore(`${prefix}:expiry`, ...tasks.map(({ id }) => `tasks:${id}`));
    expect(entered.slice(0, 250)).toEqual(Array(250).fill(String(1_000 + retentionMs)));
    expect(entered.slice(250)).toEqual(Array(200).fill(String(2_000 + retentionMs)));
  });

  it('keeps unfinished tasks, whatever was recorded', async () => {
    const { id } = await worker.get(TaskQueue).submitNamed({ name: 'math.divide', payload: { x: 1, y: 1 } });
    await eventually(async () => expect((await worker.get(TaskStore).find(id)).status).toBe('SUCCESS'));
    await sandbox.redis.hdel(`${sandbox.prefix}:tasks:${id}`, 'finishedOn');
    while ((await worker.get(Retention).sweep()).mayHaveMore);
    await sandbox.redis.zadd(`${sandbox.prefix}:expiry`, 1, `tasks:${id}`);
    expect(await worker.get(Retention).sweep()).toEqual({ removed: 0, mayHaveMore: false });
    expect(await sandbox.redis.exists(`${sandbox.prefix}:tasks:${id}`)).toBe(1);
  });
});
