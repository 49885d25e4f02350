import { beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import { CoreModule } from '../../src/core/core.module.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { useApp } from '../support/use-api.js';

const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 24 * HOUR_MS;

class WordPayload {
  @IsString()
  word!: string;
}

@Task({ name: 'test.say', queue: 'tasks', payload: WordPayload, timeoutMs: MONTH_MS, attempts: 1 })
class SayTask implements TaskHandler<WordPayload, string> {
  run({ word }: WordPayload): Promise<string> {
    return new Promise((resolve) => setImmediate(resolve, word));
  }
}

@Module({ imports: [CoreModule], providers: [SayTask] })
class TestTasks {}

describe('numeric options', () => {
  const stand = useApp({}, { modules: [TestTasks] });
  let queue: TaskQueue;

  beforeAll(() => {
    queue = stand.app.get(TaskQueue);
  });

  const get = (path: string) => stand.api().get(path).expect(200);
  const listed = async (): Promise<string[]> =>
    (await get('/tasks')).body.items.map((task: { task_id: string }) => task.task_id);

  it.each([
    ['delayMs', Number.NaN],
    ['delayMs', 9e15],
    ['retentionMs', Number.NaN],
    ['timeoutMs', Infinity],
    ['runAt', new Date(Number.NaN)],
    ['attempts', 1.5],
  ])('a submit from code with %s %p stores nothing, and names the option', async (option, value) => {
    const before = await listed();
    const options = { [option]: value };
    await expect(queue.submit(SayTask, { word: 'x' }, options)).rejects.toMatchObject({
      name: 'InvalidOptionError',
      message: expect.stringContaining(`${option} must be`),
    });
    await expect(queue.submitMany(SayTask, [{ word: 'x' }, { word: 'y' }], options)).rejects.toMatchObject({
      name: 'InvalidOptionError',
      index: 0,
      message: expect.stringContaining(`The task at index 0: ${option} must be`),
    });
    expect(await listed()).toEqual(before);
  });

  it('a time limit of 30 days, in a @Task or a submit, does not end a task at once', async () => {
    const tasks = await Promise.all([
      queue.submit(SayTask, { word: 'x' }),
      queue.submit(SayTask, { word: 'x' }, { timeoutMs: 2 * MONTH_MS }),
    ]);
    const worker = await startWorker(stand.sandbox.variables, { modules: [TestTasks] });
    for (const { id } of tasks)
      await eventually(async () =>
        expect(await stand.app.get(TaskStore).find(id)).toMatchObject({ status: 'SUCCESS', result: 'x' }),
      );
    await worker.close();
  });

  it('a task stored with invalid numbers is shown, and hides no other', async () => {
    const { id } = await queue.submit(SayTask, { word: 'wrong' }, { delayMs: HOUR_MS });
    const { prefix, redis } = stand.sandbox;
    const wrong = {
      attempts: 'x',
      retentionMs: null,
      expiresAt: 9e15,
      timeoutMs: null,
      delay: 9e15,
      priority: null,
    };
    const record = { opts: JSON.stringify(wrong), timestamp: 'x', processedOn: '9e15' };
    await redis.hset(`${prefix}:tasks:${id}`, record);
    await redis.zadd(`${prefix}:tasks:delayed`, 'inf', id);
    const late = '9999-12-31T23:59:59.999Z';
    expect((await get(`/tasks/${id}`)).body).toMatchObject({
      ...{ status: 'PENDING', max_attempts: 1, priority: 'normal', created_at: '1970-01-01T00:00:00.000Z' },
      ...{ run_at: late, expires_at: late, started_at: late },
    });
    expect(await listed()).toContain(id);
    const replay = await stand.api().post(`/tasks/${id}/replay`).expect(201);
    expect(replay.body).toMatchObject({ max_attempts: 1, expires_at: null });
    await stand.api().post(`/tasks/${id}/cancel`).expect(200);
  });

  it.each([
    ['timeoutMs', { timeoutMs: 0 }],
    ['attempts', { attempts: Number.NaN }],
    ['rateLimit.max', { rateLimit: { max: 0.5, durationMs: 1_000 } }],
    ['backoff.delayMs', { backoff: { type: 'fixed', delayMs: Infinity } }],
  ] as const)('a @Task with an invalid %s refuses to start, and names it', async (option, options) => {
    @Task({ name: 'test.wrong', queue: 'tasks', payload: WordPayload, ...options })
    class WrongTask extends SayTask {}
    @Module({ imports: [CoreModule], providers: [WrongTask] })
    class WrongTasks {}
    await expect(startApi(stand.sandbox.variables, { modules: [WrongTasks] })).rejects.toThrow(
      `@Task of test.wrong (WrongTask): ${option} must be`,
    );
  });
});
