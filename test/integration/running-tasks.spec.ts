import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { Queue } from 'bullmq';
import { IsString } from 'class-validator';
import { newTaskId } from '../../src/core/task/task-id.js';
import { DiscardTask } from '../../src/core/task/task-outcome.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { CountPrimesTask } from '../../src/features/tasks/count-primes.task.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { RunnerEvents } from '../../src/worker/attempt/runner-events.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

class WordPayload {
  @IsString()
  word!: string;
}

const FAST = { type: 'fixed', delayMs: 10 } as const;

/** Fails until its third attempt. */
@Task({ name: 'test.third-time', queue: 'tasks', payload: WordPayload, attempts: 3, backoff: FAST })
class ThirdTimeTask implements TaskHandler<WordPayload, string> {
  run({ word }: WordPayload, { attempt }: TaskContext): Promise<string> {
    if (attempt < 3) throw new RangeError(`not on attempt ${attempt}`);
    return Promise.resolve(word);
  }
}

@Task({ name: 'test.discarded', queue: 'tasks', payload: WordPayload, attempts: 5, backoff: FAST })
class DiscardedTask implements TaskHandler<WordPayload, null> {
  run({ word }: WordPayload): Promise<null> {
    throw new DiscardTask(`${word} will never work`, { cause: new TypeError('inner') });
  }
}

/** Waits until the test releases it. */
const nothing = (): void => undefined;
const gate = { open: nothing, started: nothing };
@Task({ name: 'test.gated', queue: 'tasks', payload: WordPayload, attempts: 1 })
class GatedTask implements TaskHandler<WordPayload, undefined> {
  async run(_payload: WordPayload, { progress, log }: TaskContext): Promise<undefined> {
    await progress({ step: 'waiting' });
    await log('at the gate');
    const opened = new Promise<void>((resolve) => (gate.open = resolve));
    gate.started();
    await opened;
  }
}

@Module({ providers: [ThirdTimeTask, DiscardedTask, GatedTask] })
class TestTasks {}

describe('running tasks', () => {
  let sandbox: Sandbox;
  let worker: TestingModule;
  let taskQueue: TaskQueue;
  let taskStore: TaskStore;
  let raw: Queue;

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_NAME: 'worker-under-test' });
    worker = await startWorker(sandbox.variables, { modules: [TestTasks] });
    taskQueue = worker.get(TaskQueue);
    taskStore = worker.get(TaskStore);
    raw = new Queue('tasks', { connection: sandbox.redis, prefix: sandbox.prefix });
  });

  afterAll(async () => {
    await raw.close();
    await worker.close();
    await sandbox.clean();
  });

  const final = (id: string) =>
    eventually(async () => {
      const snapshot = await taskStore.find(id);
      expect(['SUCCESS', 'FAILURE']).toContain(snapshot.status);
      return snapshot;
    });
  const statusOf = async (id: string) => (await taskStore.find(id)).status;

  it('return the result with its worker and times', async () => {
    const { id } = await taskQueue.submit(DivideTask, { x: 10, y: 4 });
    const snapshot = await final(id);
    expect(snapshot).toMatchObject({
      status: 'SUCCESS',
      result: 2.5,
      error: null,
      attempt: 1,
      maxAttempts: 1,
      worker: 'worker-under-test',
    });
    const { createdAt, startedAt, finishedAt } = snapshot;
    expect(createdAt).toBeLessThanOrEqual(Number(startedAt));
    expect(startedAt).toBeLessThanOrEqual(Number(finishedAt));
  });

  it("fail on a division by zero with the tutorial's message", async () => {
    const { id } = await taskQueue.submit(DivideTask, { x: 10, y: 0 });
    expect(await final(id)).toMatchObject({
      status: 'FAILURE',
      result: null,
      error: { type: 'ZeroDivisionError', message: 'division by zero' },
    });
  });

  it('refuse a payload from code that JSON would change, and store nothing', async () => {
    const submit = taskQueue.submit(DivideTask, { x: 10, y: -0 });
    await expect(submit).rejects.toThrow('the payload of math.divide is not valid: y is -0');
  });

  it('publish progress', async () => {
    const { id } = await taskQueue.submit(CountPrimesTask, { n: 1_000 });
    expect(await final(id)).toMatchObject({ status: 'SUCCESS', result: 168, progress: 100 });
  });

  it('are STARTED while they run, with their progress and log', async () => {
    const started = new Promise<void>((resolve) => (gate.started = resolve));
    const { id } = await taskQueue.submit(GatedTask, { word: 'x' });
    await started;
    expect(await taskStore.find(id)).toMatchObject({ status: 'STARTED', progress: { step: 'waiting' } });
    await eventually(async () => expect((await raw.getJobLogs(id)).logs).toEqual(['at the gate']));
    gate.open();
    expect(await final(id)).toMatchObject({ status: 'SUCCESS', result: null });
  });

  it('are retried after a failure, and forget the error on success', async () => {
    const seen: string[] = [];
    worker.get(RunnerEvents).on('task.settled', ({ outcome, name }) => {
      if (name === 'test.third-time') seen.push(outcome);
    });
    const { id } = await taskQueue.submit(ThirdTimeTask, { word: 'done' });
    expect(await final(id)).toMatchObject({ status: 'SUCCESS', result: 'done', error: null, attempt: 3 });
    expect(seen).toEqual(['retried', 'retried', 'succeeded']);
  });

  it('end at once when discarded, with the type of the cause', async () => {
    const { id } = await taskQueue.submit(DiscardedTask, { word: 'this' });
    expect(await final(id)).toMatchObject({
      status: 'FAILURE',
      attempt: 1,
      error: { type: 'TypeError', message: 'this will never work' },
    });
  });

  describe('a task that a worker cannot process', () => {
    it.each([
      [
        'an unknown name',
        'math.from-the-future',
        { x: 1 },
        'UnknownTaskError',
        'No task is named "math.from-the-future"',
      ],
      [
        'a payload that does not parse',
        'math.divide',
        { x: 1, y: '2' },
        'InvalidInputError',
        'y must be a whole number',
      ],
      [
        'a payload that is no object',
        'math.divide',
        'text',
        'InvalidInputError',
        'must be an object, got "text"',
      ],
    ])('is retried, visibly, even with one attempt: %s', async (_what, name, payload, type, message) => {
      const id = newTaskId();
      await raw.add(name, payload, { jobId: id, attempts: 1 });
      await eventually(async () => expect(await statusOf(id)).toBe('RETRY'));
      expect(await taskStore.find(id)).toMatchObject({
        attempt: 1,
        error: { type, message: expect.stringContaining(message) },
      });
    });
  });

  it('is refused at submit if its payload is invalid', async () => {
    await expect(taskQueue.submitNamed({ name: 'math.divide', payload: { x: 1 } })).rejects.toThrow(
      'the payload of math.divide',
    );
    await expect(taskQueue.submitNamed({ name: 'math.nothing', payload: {} })).rejects.toThrow(
      'No task is named "math.nothing"',
    );
  });
});
