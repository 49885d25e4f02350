import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiProperty } from '@nestjs/swagger';
import { Queue } from 'bullmq';
import { IsString } from 'class-validator';
import request from 'supertest';
import { Expirations } from '../../src/core/lifetime/expirations.js';
import { StateConflictError } from '../../src/core/task/queue.errors.js';
import { Retention } from '../../src/core/lifetime/retention.js';
import { TaskActions } from '../../src/core/act/task-actions.js';
import { DiscardTask } from '../../src/core/task/task-outcome.js';
import { TaskRemoval } from '../../src/core/lifetime/task-removal.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { eventually } from '../support/eventually.js';
import type { Sandbox } from '../support/sandbox.js';
import { type Stand, startStand } from '../support/stand.js';
import { isCancelled } from '../support/is-cancelled.js';

const UNKNOWN_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
const HOUR_MS = 3_600_000;

class WordPayload {
  @ApiProperty()
  @IsString()
  word!: string;
}

/** Instructions for this test's task, and its recorded actions. */
const scene = { fails: true, holds: false, started: (): void => undefined, runs: [] as string[] };

@Task({
  name: 'test.word',
  queue: 'tasks',
  payload: WordPayload,
  attempts: 2,
  backoff: { type: 'fixed', delayMs: 5 },
})
class WordTask implements TaskHandler<WordPayload, string> {
  async run({ word }: WordPayload, { id, signal, attempt, log }: TaskContext): Promise<string> {
    scene.runs.push(id);
    await log(`attempt ${attempt}`);
    if (word === 'held' && scene.holds)
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('told to stop')));
        scene.started();
      });
    if (word === 'discarded') throw new DiscardTask('it will never work');
    if (scene.fails) throw new RangeError(`not on attempt ${attempt}`);
    return word;
  }
}

@Module({ providers: [WordTask] })
class TestTasks {}

describe('manual task actions', () => {
  let sandbox: Sandbox;
  let stand: Stand;
  let app: NestExpressApplication;
  let worker: TestingModule;
  let raw: Queue;
  let base: string;

  beforeAll(async () => {
    stand = await startStand({ modules: [TestTasks] });
    ({ sandbox, app, worker } = stand);
    await app.listen(0, '127.0.0.1');
    base = await app.getUrl();
    raw = new Queue('tasks', { connection: sandbox.redis, prefix: sandbox.prefix });
  });

  afterAll(async () => {
    await raw.close();
    await stand.stop();
  });

  beforeEach(async () => {
    Object.assign(scene, { fails: true, holds: false, runs: [] });
    await raw.resume();
  });

  const act = (id: string, action: string, body?: object) =>
    request(base).post(`/tasks/${id}/${action}`).send(body);
  const read = async (id: string) => (await request(base).get(`/tasks/${id}`).expect(200)).body;
  const submit = async (options: object = {}, word = 'x'): Promise<string> => {
    const body = { payload: { word }, options };
    return (await request(base).post('/tasks/test.word').send(body).expect(201)).body.task_id;
  };
  const until = (id: string, status: string) =>
    eventually(async () => {
      const task = await read(id);
      expect(task.status).toBe(status);
      return task;
    });
  const fail = async (options: object = {}): Promise<string> => {
    const id = await submit(options);
    await until(id, 'FAILURE');
    return id;
  };
  const runsOf = (id: string) => scene.runs.filter((run) => run === id).length;
  const key = (name: string) => `${sandbox.prefix}:${name}`;
  const problemOf = async (id: string, action: string) => {
    const { status, body } = await act(id, action);
    return [status, body.code];
  };

  describe('retry', () => {
    it('runs a FAILURE again with all its attempts, and keeps its errors visible while it waits', async () => {
      const id = await fail();
      await raw.pause();
      const { body } = await act(id, 'retry').expect(202);
      expect(body).toMatchObject({
        task_id: id,
        status: 'RETRY',
        attempt: 0,
        max_attempts: 2,
        error: { type: 'RangeError', message: 'not on attempt 2' },
        errors: [{ attempt: 1 }, { attempt: 2 }],
        started_at: null,
        finished_at: null,
      });
      expect(await read(id)).toMatchObject(body); // including the stack
      await raw.resume();
      const again = await until(id, 'FAILURE');
      expect(again.errors.map(({ attempt }: { attempt: number }) => attempt)).toEqual([1, 2, 1, 2]);
      scene.fails = false;
      await act(id, 'retry').expect(202);
      expect(await until(id, 'SUCCESS')).toMatchObject({ result: 'x', error: null, attempt: 1 });
    });

    it('runs a discarded task again', async () => {
      const id = await submit({}, 'discarded');
      await until(id, 'FAILURE');
      await act(id, 'retry').expect(202);
      await eventually(async () => expect((await read(id)).errors).toHaveLength(2));
      expect(runsOf(id)).toBe(2);
    });

    it('runs a task again that was cancelled while it waited, and keeps the reason, each time', async () => {
      await raw.pause();
      const id = await submit();
      for (const reason of ['a mistake', 'wrong "place"']) {
        await act(id, 'cancel', { reason }).expect(200);
        const { body } = await act(id, 'retry').expect(202);
        expect(body).toMatchObject({
          status: 'PENDING',
          error: null,
          revoke_reason: null,
          finished_at: null,
        });
      }
      scene.fails = false;
      await raw.resume();
      const revocations = [{ reason: 'a mistake' }, { reason: 'wrong "place"' }];
      expect(await until(id, 'SUCCESS')).toMatchObject({ attempt: 1, errors: [], revocations });
    });

    it('runs a task again that was cancelled while it ran, and does not cancel it again', async () => {
      scene.holds = true;
      const started = new Promise<void>((resolve) => (scene.started = resolve));
      const id = await submit({}, 'held');
      await started;
      await act(id, 'cancel').expect(isCancelled);
      await until(id, 'REVOKED');
      Object.assign(scene, { holds: false, fails: true });
      await act(id, 'retry').expect(202);
      expect(await until(id, 'FAILURE')).toMatchObject({ attempt: 2, revoke_reason: null });
    });

    it('shows the errors of a task that was cancelled between two attempts, not the reason of the cancel', async () => {
      const id = await submit({ backoff: { type: 'fixed', delay_ms: HOUR_MS } });
      await until(id, 'RETRY');
      await act(id, 'cancel', { reason: 'enough' }).expect(200);
      await raw.pause();
      const { body } = await act(id, 'retry').expect(202);
      expect(body).toMatchObject({ status: 'RETRY', run_at: null, error: { message: 'not on attempt 1' } });
    });

    it.each([
      ['is still in its queue', async () => Promise.resolve()],
      ['has left its queue', () => worker.get(Expirations).sweep()],
    ])('runs an expired task again that %s', async (_where, sweep) => {
      await raw.pause();
      const id = await submit({ expires_at: new Date(Date.now() + 20).toISOString() });
      await until(id, 'REVOKED');
      await sweep();
      const { body } = await act(id, 'retry').expect(202);
      expect(body).toMatchObject({ status: 'PENDING', revoke_reason: null, finished_at: null });
      await worker.get(Expirations).sweep();
      scene.fails = false;
      await raw.resume();
      await until(id, 'SUCCESS');
    });

    it('answers 409 unless the task is FAILURE or REVOKED, and 404 for an unknown one', async () => {
      scene.fails = false;
      const done = await submit();
      await until(done, 'SUCCESS');
      await raw.pause();
      const waiting = await submit();
      expect(await problemOf(done, 'retry')).toEqual([409, 'state-conflict']);
      expect(await problemOf(waiting, 'retry')).toEqual([409, 'state-conflict']);
      expect(await problemOf(UNKNOWN_ID, 'retry')).toEqual([404, 'task-not-found']);
      expect(await read(done)).toMatchObject({ status: 'SUCCESS', result: 'x' });
    });

    it('happens once, however many concurrent requests there are', async () => {
      const id = await fail({ attempts: 1 });
      await raw.pause();
      const answers = await Promise.all(Array.from({ length: 10 }, () => act(id, 'retry')));
      expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array<number>(9).fill(409)]);
      await raw.resume();
      await eventually(async () => expect((await read(id)).errors).toHaveLength(2));
      expect(runsOf(id)).toBe(2);
    });

    it('does not change a task that has changed since it was read', async () => {
      const id = await fail();
      const stale = await app.get(TaskStore).find(id);
      await act(id, 'retry').expect(202);
      await eventually(async () => expect((await read(id)).errors).toHaveLength(4));
      await until(id, 'FAILURE');
      const actions = app.get(TaskActions);
      await expect(actions.retryAs(stale, ['FAILURE'])).rejects.toThrow(StateConflictError);
      await expect(actions.removeAs(stale, ['FAILURE'])).rejects.toThrow(StateConflictError);
      expect(await read(id)).toMatchObject({ status: 'FAILURE', errors: { length: 4 } });
    });

    it('by a tool that does not know our marks is a FAILURE if the cancelled task then fails', async () => {
      const id = await submit({ delay_ms: HOUR_MS, attempts: 1 });
      await act(id, 'cancel').expect(200);
      const job = await raw.getJob(id);
      await job?.retry('failed');
      await until(id, 'FAILURE');
      expect(await read(id)).toMatchObject({ result: 'not on attempt 1', revoke_reason: null });
    });

    it('is not undone by the retention of the first end', async () => {
      const id = await fail();
      await raw.pause();
      await act(id, 'retry').expect(202);
      const entry = `tasks:${id}`;
      expect(await sandbox.redis.zscore(key('expiry'), entry)).toBeNull();
      // One sweep has read the entry before; another finds it noted again by a worker that then died.
      await worker.get(TaskRemoval).removeDue('tasks', id, Date.now());
      await sandbox.redis.zadd(key('expiry'), 1, entry);
      expect(await worker.get(Retention).sweep()).toMatchObject({ removed: 0 });
      expect(await read(id)).toMatchObject({ status: 'RETRY' });
      await raw.resume();
      await until(id, 'FAILURE');
      // The entry is still that of the sweep that found the task waiting; when due, it becomes that of the new end.
      await sandbox.redis.zadd(key('expiry'), 1, entry);
      expect(await worker.get(Retention).sweep()).toMatchObject({ removed: 0 });
      expect(Number(await sandbox.redis.zscore(key('expiry'), entry))).toBeGreaterThan(Date.now() + HOUR_MS);
    });

    it('takes its deduplication key again', async () => {
      const options = { deduplicate: { key: 'one' } };
      const id = await fail(options);
      await raw.pause();
      await act(id, 'retry').expect(202);
      const equal = await request(base)
        .post('/tasks/test.word')
        .send({ payload: { word: 'y' }, options })
        .expect(200);
      expect(equal.body.task_id).toBe(id);
      await raw.resume();
      await until(id, 'FAILURE');
      expect(await submit(options)).not.toBe(id);
    });
  });

  describe('promote', () => {
    it('runs a delayed task now', async () => {
      scene.fails = false;
      const id = await submit({ delay_ms: HOUR_MS });
      expect((await read(id)).run_at).not.toBeNull();
      await raw.pause();
      const { body } = await act(id, 'promote').expect(200);
      expect(body).toMatchObject({ status: 'PENDING', run_at: null });
      await raw.resume();
      await until(id, 'SUCCESS');
    });

    it('runs the next attempt of a waiting task now', async () => {
      const id = await submit({ backoff: { type: 'fixed', delay_ms: HOUR_MS } });
      await until(id, 'RETRY');
      scene.fails = false;
      await act(id, 'promote').expect(200);
      expect(await until(id, 'SUCCESS')).toMatchObject({ attempt: 2 });
    });

    it('keeps the order of priorities', async () => {
      scene.fails = false;
      await raw.pause();
      const delayed = await submit({ delay_ms: HOUR_MS, priority: 'low' });
      const urgent = await submit({ priority: 'critical' });
      await act(delayed, 'promote').expect(200);
      const order = await sandbox.redis.zrange(key('tasks:prioritized'), 0, -1);
      expect(order.indexOf(urgent)).toBeLessThan(order.indexOf(delayed));
      expect(order).toContain(delayed);
    });

    it('happens once, and answers 409 for a task that is not delayed and 404 for an unknown one', async () => {
      scene.fails = false;
      const id = await submit({ delay_ms: HOUR_MS });
      const answers = await Promise.all(Array.from({ length: 5 }, () => act(id, 'promote')));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
      await until(id, 'SUCCESS');
      expect(await problemOf(id, 'promote')).toEqual([409, 'state-conflict']);
      expect(runsOf(id)).toBe(1);
      expect(await problemOf(UNKNOWN_ID, 'promote')).toEqual([404, 'task-not-found']);
    });
  });

  describe('delete', () => {
    const remove = (id: string) => request(base).delete(`/tasks/${id}`);
    const traces = async (id: string) => {
      const sets = ['index', 'expiry', 'deadlines', 'tasks:failed', 'tasks:completed', 'tasks:prioritized'];
      const members = (await Promise.all(sets.map((set) => sandbox.redis.zrange(key(set), 0, -1)))).flat();
      return [...(await sandbox.redis.keys(`*${id}*`)), ...members.filter((member) => member.includes(id))];
    };

    it.each(['SUCCESS', 'FAILURE'])('removes a %s without a trace', async (status) => {
      scene.fails = status === 'FAILURE';
      const id = await submit({ expires_at: new Date(Date.now() + HOUR_MS).toISOString() });
      await until(id, status);
      expect((await traces(id)).length).toBeGreaterThan(3);
      await remove(id).expect(204);
      expect(await traces(id)).toEqual([]);
      expect((await remove(id).expect(404)).body.code).toBe('task-not-found');
      await request(base).get(`/tasks/${id}`).expect(404);
    });

    it('removes an expired task that is still in its queue', async () => {
      await raw.pause();
      const id = await submit({ expires_at: new Date(Date.now() + 20).toISOString() });
      await until(id, 'REVOKED');
      await remove(id).expect(204);
      expect(await traces(id)).toEqual([]);
    });

    it('answers 409 for a waiting or running task, and does not change it', async () => {
      const waiting = await submit({ delay_ms: HOUR_MS });
      expect((await remove(waiting).expect(409)).body.code).toBe('state-conflict');
      scene.holds = true;
      const started = new Promise<void>((resolve) => (scene.started = resolve));
      const running = await submit({}, 'held');
      await started;
      await remove(running).expect(409);
      expect((await read(waiting)).status).toBe('PENDING');
      expect((await read(running)).status).toBe('STARTED');
      await act(running, 'cancel').expect(isCancelled);
      await until(running, 'REVOKED');
    });

    it('completes a removal that another process began', async () => {
      const id = await fail({ attempts: 1 });
      await sandbox.redis.zrem(key('tasks:failed'), id);
      expect(await problemOf(id, 'retry')).toEqual([404, 'task-not-found']);
      await remove(id).expect(204);
      expect(await traces(id)).toEqual([]);
    });

    it('does not lose a task that is retried at the same time: exactly one of both happens, or both in turn', async () => {
      await raw.pause();
      for (const _ of Array(10)) {
        await raw.resume();
        const id = await fail({ attempts: 1 });
        await raw.pause();
        const [retried, removed] = await Promise.all([act(id, 'retry'), remove(id)]);
        expect([
          [202, 409],
          [409, 204],
          [404, 204],
        ]).toContainEqual([retried.status, removed.status]);
        if (removed.status === 204) expect(await traces(id)).toEqual([]);
        else expect(await read(id)).toMatchObject({ status: 'RETRY', finished_at: null });
      }
    });
  });
});
