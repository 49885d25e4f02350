import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import { IsString } from 'class-validator';
import request from 'supertest';
import { Expirations } from '../../src/core/lifetime/expirations.js';
import { CoreModule } from '../../src/core/core.module.js';
import { idsFrom } from '../../src/core/task/task-id.js';
import { SnoozeTask } from '../../src/core/task/task-outcome.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const HOUR_MS = 3_600_000;

class WordPayload {
  @IsString()
  word!: string;
}

/** The words in the order of their runs. */
const ran: string[] = [];

@Task({ name: 'test.say', aliases: ['test.speak'], queue: 'tasks', payload: WordPayload })
class SayTask implements TaskHandler<WordPayload, string> {
  run({ word }: WordPayload): Promise<string> {
    ran.push(word);
    return Promise.resolve(word);
  }
}

@Task({ name: 'test.fails', queue: 'tasks', payload: WordPayload, attempts: 1 })
class FailingTask implements TaskHandler<WordPayload, never> {
  run({ word }: WordPayload, { attempt }: TaskContext): Promise<never> {
    throw new RangeError(`${word} ${attempt}`);
  }
}

/** Snoozes once, and remembers it, because attempts do not count snoozes. */
const snoozed = new Set<string>();
@Task({ name: 'test.snoozes', queue: 'tasks', payload: WordPayload, attempts: 1 })
class SnoozingTask implements TaskHandler<WordPayload, number> {
  run({ word }: WordPayload, { attempt }: TaskContext): Promise<number> {
    if (snoozed.has(word)) return Promise.resolve(attempt);
    snoozed.add(word);
    throw new SnoozeTask(1);
  }
}

/** Submits itself until the word is used up. @returns its submits */
@Task({ name: 'test.descends', queue: 'tasks', payload: WordPayload })
class DescendingTask implements TaskHandler<WordPayload, string | null> {
  constructor(private readonly taskQueue: TaskQueue) {}

  async run({ word }: WordPayload): Promise<string | null> {
    await Promise.resolve();
    if (word === '') return null;
    const [child] = await this.taskQueue.submitMany(DescendingTask, [{ word: word.slice(1) }]);
    return child?.id ?? null;
  }
}

@Module({
  imports: [CoreModule],
  providers: [SayTask, FailingTask, SnoozingTask, DescendingTask],
})
class TestTasks {}

describe('submit options', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: TestingModule | undefined;
  let queue: TaskQueue;
  let store: TaskStore;

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_CONCURRENCY: '1' });
    app = await startApi(sandbox.variables, { modules: [TestTasks] });
    queue = app.get(TaskQueue);
    store = app.get(TaskStore);
  });

  beforeEach(async () => {
    await worker?.close();
    worker = undefined;
    ran.length = 0;
  });

  afterAll(async () => {
    await worker?.close();
    await app.close();
    await sandbox.clean();
  });

  const work = async () => (worker = await startWorker(sandbox.variables, { modules: [TestTasks] }));
  const final = (id: string) =>
    eventually(async () => {
      const task = await store.find(id);
      expect(['SUCCESS', 'FAILURE', 'REVOKED']).toContain(task.status);
      return task;
    });
  const say = (word: string, options = {}) => queue.submit(SayTask, { word }, options);
  const post = (name: string, body: object, status = 201) =>
    request(app.getHttpServer()).post(`/tasks/${name}`).send(body).expect(status);

  it('run waiting tasks by priority, and in order within one', async () => {
    const order = ['normal 1', 'low 1', 'critical 1', 'high 1', 'normal 2', 'critical 2', 'low 2', 'high 2'];
    const tasks = [];
    for (const word of order) tasks.push(await say(word, { priority: word.split(' ')[0] }));
    await work();
    await Promise.all(tasks.map(({ id }) => final(id)));
    const expected = [
      'critical 1',
      'critical 2',
      'high 1',
      'high 2',
      'normal 1',
      'normal 2',
      'low 1',
      'low 2',
    ];
    expect(ran).toEqual(expected);
  });

  it('keep a delayed task in the broker until its time', async () => {
    const { id } = await say('later', { delayMs: HOUR_MS });
    await work();
    await final((await say('now')).id);
    const task = await store.find(id);
    expect(task).toMatchObject({ status: 'PENDING', attempt: 0, startedAt: null });
    expect(task.runAt).toBe(task.createdAt + HOUR_MS);
    expect(ran).toEqual(['now']);
  });

  it('run an overdue task now', async () => {
    await work();
    const { body } = await post('test.say', {
      payload: { word: 'x' },
      options: { run_at: '2001-01-01T00:00:00Z' },
    });
    expect(body.run_at).toBeNull();
    expect(await final(body.task_id)).toMatchObject({ status: 'SUCCESS' });
  });

  it('count a delay by the true time after the clock was set back', async () => {
    const real = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(real + HOUR_MS);
    const ahead = await queue.submit(SayTask, { word: 'ahead' }, { delayMs: 2 * HOUR_MS });
    clock.mockRestore();
    const submits = [{}, { nextId: idsFrom(ahead.id) }]; // of an Idempotency-Key that was begun before
    for (const origin of submits) {
      const { id } = await queue.submit(SayTask, { word: 'delayed' }, { delayMs: HOUR_MS }, origin);
      const { createdAt, runAt } = await store.find(id);
      expect(createdAt).toBeGreaterThanOrEqual(real);
      expect(createdAt).toBeLessThanOrEqual(Date.now());
      expect(runAt).toBe(createdAt + HOUR_MS);
    }
  });

  it('revoke a task that was not started by its expiry, even behind a backlog', async () => {
    const waiting = await say('late', { expiresAt: new Date(Date.now() + 1) });
    const revoked = await final(waiting.id);
    expect(revoked).toMatchObject({ status: 'REVOKED', revokeReason: 'expired', attempt: 0, result: null });
    expect(revoked.finishedAt).toBe(revoked.expiresAt);
    await work();
    await final((await say('next')).id);
    expect(ran).toEqual(['next']);
    expect(await store.find(waiting.id)).toMatchObject({ status: 'REVOKED', revokeReason: 'expired' });
  });

  it('remove an expired task from its queue without a worker of that queue', async () => {
    const { id } = await say('late', { expiresAt: new Date(Date.now() + 1), delayMs: HOUR_MS });
    await final(id);
    expect(await sandbox.redis.zscore(`${sandbox.prefix}:tasks:delayed`, id)).not.toBeNull();
    await app.get(Expirations).sweep();
    expect(await sandbox.redis.zscore(`${sandbox.prefix}:tasks:delayed`, id)).toBeNull();
    expect(await store.find(id)).toMatchObject({ status: 'REVOKED', revokeReason: 'expired' });
  });

  it('run a task before its expiry', async () => {
    await work();
    const { id } = await say('in time', { expiresAt: new Date(Date.now() + HOUR_MS) });
    expect(await final(id)).toMatchObject({ status: 'SUCCESS' });
  });

  it('keep the error of every attempt', async () => {
    await work();
    const { id } = await queue.submit(
      FailingTask,
      { word: 'no' },
      {
        attempts: 3,
        backoff: { type: 'fixed', delayMs: 1 },
      },
    );
    const task = await final(id);
    expect(task).toMatchObject({ status: 'FAILURE', attempt: 3, maxAttempts: 3 });
    expect(task.error).toEqual({ type: 'RangeError', message: 'no 3' });
    expect(task.errors.map(({ attempt, type, message }) => [attempt, type, message])).toEqual([
      [1, 'RangeError', 'no 1'],
      [2, 'RangeError', 'no 2'],
      [3, 'RangeError', 'no 3'],
    ]);
    for (const { worker: name, started_at: from, ended_at: to } of task.errors) {
      expect(name).not.toBe('');
      expect(Date.parse(from)).toBeLessThanOrEqual(Date.parse(to));
    }
  });

  it('do not count a snooze as an attempt', async () => {
    await work();
    const { id } = await queue.submit(SnoozingTask, { word: 'zzz' });
    expect(await final(id)).toMatchObject({
      status: 'SUCCESS',
      result: 1,
      attempt: 1,
      maxAttempts: 1,
      errors: [],
    });
  });

  it('run a task that was submitted under a former name', async () => {
    await work();
    const { body } = await post('test.speak', { payload: { word: 'hello' } });
    expect(await final(body.task_id)).toMatchObject({ name: 'test.say', status: 'SUCCESS', result: 'hello' });
  });

  describe('deduplicate', () => {
    it('unique: an unfinished task is returned instead of a new one', async () => {
      const options = { deduplicate: { key: 'u', mode: 'unique' } } as const;
      const first = await say('first', options);
      const second = await say('second', options);
      expect(second).toMatchObject({ id: first.id, isDuplicate: true });
      expect(first.isDuplicate).toBe(false);
      const other = await queue.submit(FailingTask, { word: 'x' }, options);
      expect(other.isDuplicate).toBe(false);
      await work();
      await final(first.id);
      expect((await say('third', options)).isDuplicate).toBe(false);
    });

    it('throttle: no further task for a time after one was stored, finished or not', async () => {
      const options = { deduplicate: { key: 't', mode: 'throttle', ttlMs: HOUR_MS } } as const;
      const first = await say('first', options);
      await work();
      await final(first.id);
      expect(await say('second', options)).toMatchObject({
        snapshot: { id: first.id, status: 'SUCCESS' },
        isDuplicate: true,
      });
    });

    it('debounce: the newest task replaces the waiting one', async () => {
      const options = { deduplicate: { key: 'd', mode: 'debounce', ttlMs: HOUR_MS } } as const;
      const first = await say('first', options);
      const second = await say('second', options);
      expect(second.isDuplicate).toBe(false);
      expect(second.snapshot.runAt).toBe(second.snapshot.createdAt + HOUR_MS);
      expect(await store.find(first.id)).toMatchObject({
        ...{ status: 'REVOKED', revokeReason: `replaced by ${second.id}`, runAt: first.snapshot.runAt },
      });
      await request(app.getHttpServer()).post(`/tasks/${second.id}/promote`).expect(200);
      await work();
      await final(second.id);
      expect(ran).toEqual(['second']);
    });

    it('frees its key when the task is cancelled', async () => {
      const options = { deduplicate: { key: 'c', mode: 'unique' } } as const;
      const first = await say('first', options);
      await request(app.getHttpServer()).post(`/tasks/${first.id}/cancel`).expect(200);
      expect((await say('second', options)).isDuplicate).toBe(false);
    });

    it('does not return an expired task that is still in its queue', async () => {
      const gone = { deduplicate: { key: 'gone' }, expires_at: '2001-01-01T00:00:00Z' };
      const first = await post('test.say', { payload: { word: 'x' }, options: gone });
      const second = await post('test.say', { payload: { word: 'x' }, options: gone });
      expect(second.body.task_id).not.toBe(first.body.task_id);
      const { body } = await request(app.getHttpServer())
        .post('/tasks/batch')
        .send({ tasks: [{ name: 'test.say', payload: { word: 'x' }, options: gone }] })
        .expect(201);
      expect(body.items).toEqual([{ task_id: expect.any(String) }]);
    });

    it('answers 200 with the existing task', async () => {
      const body = { payload: { word: 'x' }, options: { deduplicate: { key: 'http' } } };
      const first = await post('test.say', body);
      const second = await post('test.say', body, 200);
      expect(second.body.task_id).toBe(first.body.task_id);
      expect(second.headers['location']).toBe(`/tasks/${first.body.task_id}`);
    });
  });

  it('shows every option on the task', async () => {
    const options = {
      delay_ms: HOUR_MS,
      expires_at: '2099-01-01T00:00:00.000Z',
      priority: 'high',
      attempts: 7,
      tags: ['a', 'b'],
    };
    const { body } = await post('test.say', { payload: { word: 'x' }, options });
    expect(body).toMatchObject({
      priority: 'high',
      max_attempts: 7,
      tags: ['a', 'b'],
      expires_at: '2099-01-01T00:00:00.000Z',
      run_at: new Date(Date.parse(body.created_at) + HOUR_MS).toISOString(),
    });
    const { body: read } = await request(app.getHttpServer()).get(`/tasks/${body.task_id}`).expect(200);
    expect(read).toEqual(body);
  });

  it.each([
    [{ delay_ms: 1, run_at: '2030-01-01T00:00:00Z' }, '/options/delay_ms'],
    [{ delay_ms: -1 }, '/options/delay_ms'],
    [{ run_at: 'tomorrow' }, '/options/run_at'],
    [{ expires_at: 5 }, '/options/expires_at'],
    [{ priority: 'urgent' }, '/options/priority'],
    [{ attempts: 0 }, '/options/attempts'],
    [{ backoff: { type: 'linear' } }, '/options/backoff/type'],
    [{ backoff: { jitter: 2 } }, '/options/backoff/jitter'],
    [{ timeout_ms: 0 }, '/options/timeout_ms'],
    [{ deduplicate: {} }, '/options/deduplicate/key'],
    [{ deduplicate: { key: 'k', mode: 'throttle' } }, '/options/deduplicate/ttl_ms'],
    [{ tags: 'a' }, '/options/tags'],
    [{ tags: [1] }, '/options/tags/0'],
    [{ retention_ms: 0.5 }, '/options/retention_ms'],
    [{ unheard_of: 1 }, '/options/unheard_of'],
    [{ expires_at: '2026-12-31T23:59:60Z' }, '/options/expires_at'],
    [{ run_at: '9999-12-31T23:59:59-12:00' }, '/options/run_at'],
    [{ expires_at: '0000-01-01T00:00:00+12:00' }, '/options/expires_at'],
    [{ timeout_ms: 31_536_000_001 }, '/options/timeout_ms'],
    [{ deduplicate: [{ key: 'a' }] }, '/options/deduplicate'],
    [{ backoff: [] }, '/options/backoff'],
    [[], '/options'],
  ])('refuses %j with a pointer to the problem', async (options, pointer) => {
    const { body } = await post('test.say', { payload: { word: 'x' }, options }, 422);
    expect(body).toMatchObject({ code: 'validation' });
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('treats null like a missing field', async () => {
    const options = { delay_ms: null, backoff: null, deduplicate: null, tags: null, run_at: null };
    await post('test.say', { payload: { word: 'x' }, options });
    await post('test.say', { payload: { word: 'x' }, options: null });
  });

  it('refuses a payload over its limit, and stores nothing', async () => {
    const { body } = await post('test.say', { payload: { word: 'x'.repeat(1_048_570) } }, 413);
    expect(body.code).toBe('payload-too-large');
    await expect(say('x'.repeat(1_048_570))).rejects.toThrow('MAX_PAYLOAD_BYTES');
  });

  it('shows the origin of a task: its parent and its root', async () => {
    await work();
    const first = await final((await queue.submit(DescendingTask, { word: 'ab' })).id);
    const second = await final(String(first.result));
    const third = await final(String(second.result));
    expect([first.parentId, first.rootId]).toEqual([null, null]);
    expect([second.parentId, second.rootId]).toEqual([first.id, first.id]);
    expect([third.parentId, third.rootId]).toEqual([second.id, first.id]);
  });

  it('submits several tasks in order', async () => {
    const payloads = Array.from({ length: 100 }, (_, i) => ({ x: i, y: 1 }));
    const tasks = await queue.submitMany(DivideTask, payloads, { tags: ['many'] });
    await work();
    const done = await Promise.all(tasks.map(({ id }) => final(id)));
    expect(done.map(({ result }) => result)).toEqual(payloads.map(({ x }) => x));
  });
});
