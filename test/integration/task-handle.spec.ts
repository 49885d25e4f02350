import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { CoreModule } from '../../src/core/core.module.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import {
  StateConflictError,
  TaskArchivedError,
  TaskNotFoundError,
} from '../../src/core/task/queue.errors.js';
import {
  ResultTimeoutError,
  TaskFailedError,
  TaskRevokedError,
} from '../../src/core/task/handle/result.errors.js';
import type { TaskEvent } from '../../src/core/task/handle/task-event.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { TaskWatcher } from '../../src/core/watch/task-watcher.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { Archiving } from '../support/archiving.js';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';

const HOUR_MS = 3_600_000;
const LATER = { delayMs: HOUR_MS };

class TalkPayload {
  @IsIn(['ends', 'waits for itself', 'returns nothing', 'waits to be stopped'])
  how!: string;
}

@Task({ name: 'test.talks', queue: 'tasks', payload: TalkPayload, attempts: 1 })
class TalkingTask implements TaskHandler<TalkPayload, void> {
  constructor(private readonly taskQueue: TaskQueue) {}

  async run({ how }: TalkPayload, { id, log, progress, signal }: TaskContext): Promise<void> {
    await log('one');
    await progress(50);
    await log('two');
    if (how === 'waits for itself') await this.taskQueue.handle(id).result();
    if (how === 'waits to be stopped') await new Promise((resolve) => (signal.onabort = resolve));
    signal.throwIfAborted();
  }
}

@Module({ imports: [CoreModule], providers: [TalkingTask] })
class TestTasks {}

/** The limit of a signal, which `getMaxListeners` of Node 20 cannot read if it is 0. */
function mostListenersOf(signal: AbortSignal): unknown {
  const symbol = Object.getOwnPropertySymbols(signal).find(
    ({ description }) => description === 'events.maxEventTargetListeners',
  );
  return symbol && Reflect.get(signal, symbol);
}

describe('a handle', () => {
  let stand: Stand;
  let queue: TaskQueue;

  beforeAll(async () => {
    stand = await startStand({ modules: [TestTasks] });
    queue = stand.app.get(TaskQueue);
  });
  afterAll(() => stand.stop());

  const talk = (how: string, options = {}) => queue.submit(TalkingTask, { how }, options);
  const started = (id: string) =>
    eventually(async () => expect(await queue.handle(id).state()).toMatchObject({ status: 'STARTED' }));

  async function all(events: AsyncIterable<TaskEvent>): Promise<TaskEvent[]> {
    const seen: TaskEvent[] = [];
    for await (const event of events) seen.push(event);
    return seen;
  }
  const linesIn = (events: readonly TaskEvent[]) =>
    events.flatMap((event) => (event.type === 'log' ? event.log.lines : []));

  it('has the result, with the type of its task', async () => {
    const division = await queue.submit(DivideTask, { x: 10, y: 2 });
    expect(division).toMatchObject({ isDuplicate: false, snapshot: { status: 'PENDING', id: division.id } });
    const result: number = await division.result();
    expect(result).toBe(5);
    expect(await division.state()).toMatchObject({ status: 'SUCCESS', result: 5 });
    const again: number = await queue.handle(division.id, DivideTask).result({ timeoutMs: 0 });
    const third: number = await queue.handle<number>(division.id.toUpperCase()).result();
    expect([again, third]).toEqual([5, 5]);
    // @ts-expect-error the result is a number
    (await division.result()) satisfies string;
  });

  it('reads a result that is nothing as null', async () => {
    const talking = await talk('ends');
    const nothing: null = await talking.result();
    expect(nothing).toBeNull();
  });

  it('of each of many has its own result', async () => {
    const payloads = [1, 2, 3].map((x) => ({ x, y: 1 }));
    const divisions = await queue.submitMany(DivideTask, payloads, (_, i) => ({ tags: [`row ${i}`] }));
    expect(await Promise.all(divisions.map((one) => one.result()))).toEqual([1, 2, 3]);
    expect(divisions.map(({ snapshot }) => snapshot.tags)).toEqual([['row 0'], ['row 1'], ['row 2']]);
  });

  it('throws the error of a task that has failed', async () => {
    const division = await queue.submit(DivideTask, { x: 1, y: 0 });
    const error: unknown = await division.result().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TaskFailedError);
    expect(error).toMatchObject({ type: 'ZeroDivisionError', message: 'division by zero', id: division.id });
  });

  it('cancels a task that waits, whose result then is an error with the reason', async () => {
    const talking = await talk('ends', LATER);
    const waiting = expect(talking.result()).rejects.toMatchObject({
      ...{ name: TaskRevokedError.name, reason: 'not needed', id: talking.id },
    });
    expect(await talking.cancel('not needed')).toMatchObject({ status: 'REVOKED' });
    await waiting;
    await expect(talking.cancel()).rejects.toBeInstanceOf(StateConflictError);
  });

  it('asks a running task to stop', async () => {
    const talking = await talk('waits to be stopped');
    await started(talking.id);
    expect((await talking.cancel()).cancelRequestedAt).not.toBeNull();
    await expect(talking.result()).rejects.toThrow(`Task ${talking.id} was revoked`);
  });

  it('waits no longer than asked, and leaves the task alone', async () => {
    const talking = await talk('ends', LATER);
    const tooLong = talking.result({ timeoutMs: 1 });
    await expect(tooLong).rejects.toBeInstanceOf(ResultTimeoutError);
    await expect(tooLong).rejects.toMatchObject({ id: talking.id, status: 'PENDING', timeoutMs: 1 });
    const reason = new Error('I have to go');
    const controller = new AbortController();
    const waiting = talking.result({ signal: controller.signal });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(talking.result({ signal: controller.signal })).rejects.toBe(reason);
    expect(await talking.state()).toMatchObject({ status: 'PENDING' });
    expect(stand.app.get(TaskWatcher).size).toBe(0);
  });

  it('waits for many tasks with one signal, which keeps no listener', async () => {
    const { signal } = new AbortController();
    const tasks = await queue.submitMany(
      TalkingTask,
      Array.from({ length: 20 }, () => ({ how: 'ends' })),
    );
    const waiting = Promise.all(tasks.map((task) => task.result({ signal })));
    // From the eleventh listener on Node would warn of a leak, were it not for this limit.
    expect(mostListenersOf(signal)).toBe(0);
    await waiting;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('refuses to wait inside its own task', async () => {
    const talking = await talk('waits for itself');
    await expect(talking.result()).rejects.toThrow('cannot wait for its own result');
  });

  it.each([newTaskId(), 'wait', ''])('of no task says so: %j', async (id) => {
    const handle = queue.handle(id);
    await expect(handle.state()).rejects.toBeInstanceOf(TaskNotFoundError);
    await expect(handle.result()).rejects.toBeInstanceOf(TaskNotFoundError);
    await expect(handle.cancel()).rejects.toBeInstanceOf(TaskNotFoundError);
    await expect(all(handle.events())).rejects.toBeInstanceOf(TaskNotFoundError);
  });

  it('shows and serializes no more than its id', async () => {
    const { id } = await talk('ends');
    expect(JSON.stringify(queue.handle(id))).toBe(JSON.stringify({ id }));
  });

  describe('events', () => {
    it('begin with the current state, and end with the result', async () => {
      const talking = await talk('ends', { delayMs: 50 });
      const events = await all(talking.events());
      expect(events[0]).toMatchObject({ type: 'state', task: { status: 'PENDING' } });
      expect(events.at(-1)).toMatchObject({ type: 'result', task: { status: 'SUCCESS' } });
      expect(events.filter(({ type }) => type === 'result')).toHaveLength(1);
      expect(linesIn(events)).toEqual(['one', 'two']);
    });

    it('of a task that has ended are the same', async () => {
      const talking = await talk('ends');
      await talking.result();
      const events = await all(talking.events());
      expect(events.map(({ type }) => type)).toEqual(['state', 'log', 'result']);
      expect(linesIn(events)).toEqual(['one', 'two']);
    });

    it('wait for a reader that is slow, without states that are over', async () => {
      const talking = await talk('ends', LATER);
      const events = talking.events();
      await events.next();
      const second = events.next();
      await talking.cancel();
      expect((await second).value).toMatchObject({ type: 'state', task: { status: 'REVOKED' } });
      expect((await events.next()).value).toMatchObject({ type: 'result' });
      expect(await events.next()).toMatchObject({ done: true });
    });

    it('end when nobody reads them any more, and by a signal', async () => {
      const talking = await talk('ends', LATER);
      for await (const event of talking.events()) {
        expect(event.type).toBe('state');
        break;
      }
      const reason = new Error('enough');
      const controller = new AbortController();
      const events = talking.events({ signal: controller.signal });
      await events.next();
      const second = events.next();
      controller.abort(reason);
      await expect(second).rejects.toBe(reason);
      expect(stand.app.get(TaskWatcher).size).toBe(0);
    });
  });

  describe('of a task that only the history has', () => {
    let archiving: Archiving;
    beforeAll(() => {
      archiving = new Archiving(stand);
    });

    it('reads it there', async () => {
      const talking = await talk('ends');
      const division = await queue.submit(DivideTask, { x: 6, y: 3 });
      await Promise.all([talking.result(), division.result()]);
      for (const { id } of [talking, division]) {
        await archiving.record(id, ['one', 'two']);
        await archiving.forget(id);
      }
      expect(await division.state()).toMatchObject({ status: 'SUCCESS' });
      expect(await division.result()).toBe(2);
      const events = await all(talking.events());
      expect(events.map(({ type }) => type)).toEqual(['state', 'log', 'result']);
      expect(linesIn(events)).toEqual(['one', 'two']);
      await expect(talking.cancel()).rejects.toBeInstanceOf(TaskArchivedError);
    });
  });
});
