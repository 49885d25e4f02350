import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { Histories, type TaskHistory } from '../../src/core/history/task-history.js';
import { TaskActions } from '../../src/core/act/task-actions.js';
import { jobOptionsOf } from '../../src/core/bullmq/job-options.js';
import { EndedTasks } from '../../src/core/read/ended-tasks.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { JobWriter } from '../../src/core/submit/job-writer.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { isFinal } from '../../src/core/task/task-status.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { type TestDatabase, createTestDatabase, describeWithPostgres } from '../support/postgres.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

class Nothing {}

let shallFail = true;

@Task({ name: 'test.logging', queue: 'tasks', payload: Nothing, attempts: 1 })
class LoggingTask implements TaskHandler<Nothing, object> {
  run(_: Nothing, { log }: TaskContext): Promise<object> {
    void log('one');
    void log('two \0');
    if (shallFail) throw new RangeError('not yet');
    return Promise.resolve({ text: 'NUL \0', big: 1e300 });
  }
}

@Task({ name: 'test.no-payload', queue: 'tasks', payload: Nothing, history: 'no-payload' })
class NoPayloadTask implements TaskHandler<Nothing, string> {
  run = () => Promise.resolve('done');
}

@Task({ name: 'test.unrecorded', queue: 'tasks', payload: Nothing, history: 'off' })
class UnrecordedTask implements TaskHandler<Nothing, string> {
  run = () => Promise.resolve('done');
}

@Module({ providers: [LoggingTask, NoPayloadTask, UnrecordedTask] })
class TestTasks {}

describeWithPostgres('the recorder of the history', () => {
  let database: TestDatabase;
  let sandbox: Sandbox;
  let workers: TestingModule[];
  let worker: TestingModule;
  let history: TaskHistory;

  beforeAll(async () => {
    database = await createTestDatabase();
    sandbox = await createSandbox({ HISTORY_URL: database.url });
    const start = () => startWorker(sandbox.variables, { modules: [TestTasks] });
    workers = await Promise.all([start(), start()]);
    [worker] = workers as [TestingModule];
    const found = worker.get(Histories).get();
    if (found === undefined) throw new Error('no history has registered itself');
    history = found;
  });

  afterAll(async () => {
    await Promise.all(workers.map((each) => each.close()));
    await sandbox.clean();
    await database.drop();
  });

  const recorded = async (id: string) => (await history.findMany([id], true))[0];
  const inBroker = async (id: string) => {
    const task = await worker.get(TaskStore).findRecorded(id, 0);
    expect(task && isFinal(task.status)).toBe(true);
    return task;
  };

  it('stores every task whole, by two workers', async () => {
    const tasks = await worker.get(TaskQueue).submitMany(
      DivideTask,
      Array.from({ length: 700 }, (_, x) => ({ x, y: 2 })),
    );
    const ids = tasks.map(({ id }) => id);
    await eventually(async () => expect(await history.findMany(ids, false)).not.toContain(undefined), 30_000);
    const found = await history.findMany(ids, true);
    const expected = await worker.get(TaskStore).findManyRecorded(ids);
    expect(found).toEqual(expected.map((job, x) => ({ task: job?.task, payload: { x, y: 2 } })));
  });

  it('stores a log, and the later end of a task that was retried', async () => {
    const { id } = await worker.get(TaskQueue).submit(LoggingTask, {});
    await eventually(async () => expect((await recorded(id))?.task.status).toBe('FAILURE'));
    expect(await recorded(id)).toEqual({ task: await inBroker(id), payload: {} });
    shallFail = false;
    await worker.get(TaskActions).retry(id);
    await eventually(async () => expect((await recorded(id))?.task.status).toBe('SUCCESS'));
    expect(await recorded(id)).toEqual({ task: await inBroker(id), payload: {} });
    expect(await history.logOf(id)).toEqual({ first: 0, lines: ['one', 'two \0', 'one', 'two \0'] });
    expect((await history.transitionsOf(id)).map(({ status }) => status)).toEqual([
      ...['PENDING', 'STARTED', 'RETRY', 'STARTED', 'SUCCESS'],
    ]);
  });

  it('stores of a task what its type allows', async () => {
    const queue = worker.get(TaskQueue);
    const [unrecorded, silent] = [
      await queue.submit(UnrecordedTask, {}),
      await queue.submit(NoPayloadTask, {}),
    ];
    await eventually(async () => expect(await recorded(silent.id)).toBeDefined());
    await inBroker(unrecorded.id);
    expect(await recorded(silent.id)).toEqual({ task: await inBroker(silent.id), payload: undefined });
    const last = await queue.submit(DivideTask, { x: 1, y: 1 });
    await eventually(async () => expect(await recorded(last.id)).toBeDefined());
    expect(await recorded(unrecorded.id)).toBeUndefined();
  });

  it('goes on beside the job of another program, whose id has no row', async () => {
    const id = 'of-another-program';
    const task = { name: 'math.divide', queue: 'tasks', payload: Object, attempts: 1 } as const;
    const options = jobOptionsOf(task, {}, { id, now: Date.now(), retentionMs: 3_600_000 });
    await worker.get(JobWriter).add({ task, payload: { x: 1, y: 1 }, options });
    const endOf = async () => {
      const [finishedAt = 0] = await worker.get(EndedTasks).endsOf([{ queue: 'tasks', id }]);
      return finishedAt;
    };
    await eventually(async () => expect(await endOf()).toBeGreaterThan(0));
    const last = await worker.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 });
    await eventually(async () => expect(await recorded(last.id)).toBeDefined());
    expect(await history.confirm([{ id, finishedAt: await endOf() }])).toEqual(new Set([id]));
  });

  it('knows until when it is complete', async () => {
    const { id } = await worker.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 });
    await eventually(async () => {
      const finishedAt = (await recorded(id))?.task.finishedAt ?? Infinity;
      expect(await history.recordedUntil()).toBeGreaterThan(finishedAt);
    });
    expect(await history.recordedUntil()).toBeLessThan(Date.now());
  });
});
