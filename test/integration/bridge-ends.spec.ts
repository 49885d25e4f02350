import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Module } from '@nestjs/common';
import { BridgeEnds, type BridgedEnd } from '../../src/core/lifetime/bridge-ends.js';
import { CompletionNotifier } from '../../src/core/lifetime/completion-notifier.js';
import { CompletionOutbox } from '../../src/core/lifetime/completion-outbox.js';
import { Expirations } from '../../src/core/lifetime/expirations.js';
import { Retention } from '../../src/core/lifetime/retention.js';
import { Cancellation } from '../../src/core/handle/cancellation.js';
import { TaskActions } from '../../src/core/act/task-actions.js';
import { TaskReplay } from '../../src/core/act/task-replay.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import type { NamedTask } from '../../src/core/submit/job-preparer.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type Stand, startStand } from '../support/stand.js';
import { createSandbox } from '../support/sandbox.js';
import { BridgedTasks } from '../support/bridged-tasks.js';

@Module({ providers: BridgedTasks })
class TestTasks {}

const DATA = { id: 'of the client', args: [], nested: { empty: [], none: {}, number: 1.5 } };

describe('the ends of tasks that came over a bridge', () => {
  let stand: Stand;
  let ends: BridgeEnds;
  let bridge: string;

  beforeAll(async () => {
    stand = await startStand({ modules: [TestTasks] });
    ends = stand.app.get(BridgeEnds);
  });

  afterAll(() => stand.stop());

  let count = 0;
  beforeEach(() => {
    bridge = `bridge${count++}`;
  });

  const submit = async (
    how: string,
    more: Partial<NamedTask> = {},
    options: NamedTask['options'] = {},
  ): Promise<string> => {
    const named = {
      name: 'test.bridged',
      payload: { how },
      options,
      bridge: { bridge, id: 'theirs', data: DATA },
      ...more,
    };
    const [stored] = await stand.app.get(TaskQueue).submitGroups([[named]]);
    if (!Array.isArray(stored)) throw new Error(String(stored));
    return stored[0]?.id ?? '';
  };
  const take = (consumer = 'one', waitMs = 5_000) => ends.take(bridge, consumer, { count: 10, waitMs });
  const takenAll = async (number: number): Promise<BridgedEnd[]> => {
    const taken: BridgedEnd[] = [];
    while (taken.length < number) taken.push(...(await take()));
    return taken;
  };
  const outbox = async (id: string) =>
    stand.sandbox.redis.zscore(`${stand.sandbox.prefix}:ends`, `tasks:${id}`);
  const makeDue = (id: string) =>
    stand.sandbox.redis.zadd(`${stand.sandbox.prefix}:ends`, 'XX', 0, `tasks:${id}`);
  const forgetSettling = async (id: string) => {
    await stand.sandbox.redis.hdel(`${stand.sandbox.prefix}:tasks:${id}`, 'cel:told');
    await stand.app.get(CompletionOutbox).note([{ queue: 'tasks', id }]);
    await makeDue(id);
  };

  it('come with result, times and the mark as it was given, right behind the record of the end', async () => {
    const later = jest.spyOn(stand.worker.get(BridgeEnds), 'handOver');
    const id = await submit('good');
    const [end] = await take();
    expect(later).not.toHaveBeenCalled();
    expect(end?.task).toMatchObject({ id, status: 'SUCCESS', result: { list: [], text: 'é' }, attempt: 1 });
    expect(end?.task.bridge).toEqual({ bridge, id: 'theirs', data: DATA });
    expect(end?.task).toEqual(await stand.app.get(TaskStore).find(id));
    expect(await outbox(id)).toBeNull();
    expect(await ends.waiting(bridge)).toEqual({ count: 1, oldestAt: expect.any(Number) });
    await ends.settle(bridge, [end?.entry ?? '']);
    expect(await ends.waiting(bridge)).toEqual({ count: 0, oldestAt: null });
  });

  it('come for a failure with its error and stack, once it is final', async () => {
    const id = await submit('bad', {}, { attempts: 2, backoff: { type: 'fixed', delayMs: 1 } });
    const [end] = await take();
    expect(end?.task).toMatchObject({ id, status: 'FAILURE', attempt: 2, error: { type: 'RangeError' } });
    expect(end?.task.errorStack).toContain('RangeError: bad');
    expect(await take('one', 1)).toEqual([]);
  });

  it('come for a task that was cancelled, while it waited or while it ran', async () => {
    const waiting = await submit('good', {}, { delayMs: 60_000 });
    const running = await submit('long');
    await eventually(async () => {
      expect((await stand.app.get(TaskStore).find(running)).status).toBe('STARTED');
    });
    await stand.app.get(Cancellation).cancel(waiting, 'revoked');
    await stand.app.get(Cancellation).cancel(running, 'terminated');
    const tasks = (await takenAll(2)).map(({ task }) => task);
    expect(tasks.find(({ id }) => id === waiting)).toMatchObject({
      status: 'REVOKED',
      revokeReason: 'revoked',
    });
    expect(tasks.find(({ id }) => id === running)).toMatchObject({
      status: 'REVOKED',
      revokeReason: 'terminated',
    });
  });

  it('come for a task that has expired', async () => {
    const id = await submit('good', {}, { delayMs: 60_000, expiresAt: new Date(Date.now() - 1) });
    await stand.app.get(Expirations).sweep();
    await stand.app.get(CompletionNotifier).sweep();
    expect(await take()).toMatchObject([{ task: { id, status: 'REVOKED', revokeReason: 'expired' } }]);
  });

  it('come again after each retry by hand', async () => {
    const id = await submit('bad', {}, { attempts: 1 });
    const [first] = await take();
    await ends.settle(bridge, [first?.entry ?? '']);
    await stand.app.get(TaskActions).retry(id);
    const [second] = await take();
    expect(second?.task).toMatchObject({ id, status: 'FAILURE' });
    expect(second?.task.finishedAt).not.toBe(first?.task.finishedAt);
  });

  it('are found by a sweep, if whoever ended the task could not hand them over', async () => {
    jest.spyOn(stand.worker.get(BridgeEnds), 'handOverBehind').mockResolvedValueOnce(false);
    jest.spyOn(stand.worker.get(BridgeEnds), 'handOver').mockRejectedValueOnce(new Error('broken'));
    const id = await submit('good');
    await eventually(async () => {
      expect((await stand.app.get(TaskStore).find(id)).status).toBe('SUCCESS');
      expect(Number(await outbox(id))).toBeLessThanOrEqual(Date.now());
    });
    await stand.app.get(CompletionNotifier).sweep();
    expect(await take()).toMatchObject([{ task: { id } }]);
    expect(await outbox(id)).toBeNull();
  });

  it('are handed over after the record of the end, if they could not be right behind it', async () => {
    jest.spyOn(stand.worker.get(BridgeEnds), 'handOverBehind').mockRejectedValueOnce(new Error('broken'));
    const id = await submit('good');
    expect(await take()).toMatchObject([{ task: { id, status: 'SUCCESS' } }]);
    expect(await outbox(id)).toBeNull();
  });

  it('are handed over once, however often that is tried, and again if it was not settled', async () => {
    const id = await submit('good');
    const [first] = await take();
    await makeDue(id);
    await stand.app.get(CompletionNotifier).notify({ queue: 'tasks', id });
    await ends.handOver({ queue: 'tasks', id }, bridge);
    expect(await take('one', 1)).toEqual([]);
    await forgetSettling(id);
    await stand.app.get(CompletionNotifier).sweep();
    const [again] = await take();
    expect(again?.task).toEqual(first?.task);
  });

  it('are not lost when the task is removed at once', async () => {
    const id = await submit('good', {}, { retentionMs: 1_000 });
    const [end] = await take();
    await forgetSettling(id);
    const finishedAt = end?.task.finishedAt ?? 0;
    jest.spyOn(Date, 'now').mockReturnValue(finishedAt + 3_600_000);
    await stand.app.get(Retention).enter(0);
    expect((await stand.app.get(Retention).sweep()).removed).toBe(0);
    jest.restoreAllMocks();
    await stand.app.get(TaskActions).remove(id);
    expect(await takenAll(1)).toMatchObject([{ task: { id, status: 'SUCCESS' } }]);
  });

  it('of a task with a webhook or a follow-up come after these', async () => {
    const onSuccess = { task: 'test.bridged', payload: { how: 'good' } };
    const id = await submit('good', {}, { onSuccess });
    const [end] = await take();
    expect(end?.task.id).toBe(id);
    expect(await outbox(id)).toBeNull();
  });

  it('of a task that has replaced itself by a workflow have the result of that', async () => {
    const id = await submit('replaced');
    const [end] = await take();
    expect(end?.task).toMatchObject({ id, status: 'SUCCESS', result: { list: [], text: 'é' } });
    expect(end?.task.replacedBy).not.toBeNull();
    expect(await outbox(id)).toBeNull();
  });

  it('are shared by consumers, and those of a dead one are taken over', async () => {
    const ids = [await submit('good'), await submit('good')];
    await eventually(async () => expect(await ends.waiting(bridge)).toMatchObject({ count: 2 }));
    const [first] = await ends.take(bridge, 'dead', { count: 1, waitMs: 1 });
    const [second] = await take('alive');
    expect([first?.task.id, second?.task.id].sort()).toEqual(ids.sort());
    expect(await take('alive', 1)).toEqual([]);
    const stream = `${stand.sandbox.prefix}:bridge-ends:${bridge}`;
    await stand.sandbox.redis.xclaim(stream, 'bridge', 'dead', 0, first?.entry ?? '', 'IDLE', 60_000);
    const other = await startApi(stand.sandbox.variables, { modules: [TestTasks] });
    const claimed = await other.get(BridgeEnds).take(bridge, 'alive', { count: 10, waitMs: 5_000 });
    await other.close();
    expect(claimed).toMatchObject([{ entry: first?.entry, task: { id: first?.task.id } }]);
  });

  it('are not those of a replay: nobody waits for it', async () => {
    const id = await submit('good');
    await take();
    const replay = await stand.app.get(TaskReplay).replay(id, {}, {});
    expect(replay.bridge).toBeNull();
    await stand.app.get(TaskQueue).handle(replay.id).result({ timeoutMs: 10_000 });
    expect(await take('one', 1)).toEqual([]);
  });

  it('wait for a bridge that was never there', async () => {
    await submit('good');
    await eventually(async () => expect(await ends.waiting(bridge)).toMatchObject({ count: 1 }));
    await stand.sandbox.redis.xgroup('DESTROY', `${stand.sandbox.prefix}:bridge-ends:${bridge}`, 'bridge');
    expect(await take()).toHaveLength(1);
  });
});

describe('the order of tasks', () => {
  it('is that of their priorities, with those of a bridge between them, and former numbers first', async () => {
    const sandbox = await createSandbox({ WORKER_QUEUES: 'tasks', TASKS_CONCURRENCY: '1' });
    const app = await startApi(sandbox.variables, { modules: [TestTasks] });
    const submit = async (priority: number) => {
      const bridge = { bridge: 'order', id: 'theirs', data: {}, priority };
      const id = newTaskId();
      const task = { name: 'test.bridged', payload: { how: 'good' }, bridge, origin: { nextId: () => id } };
      expect((await app.get(TaskQueue).submitNamed(task)).id).toBe(id);
      return id;
    };
    const ids: string[] = [];
    for (const priority of [39, 30, 12, 28, 4, 1]) ids.unshift(await submit(priority));
    const [, shown] = await Promise.all([submit(41), app.get(TaskStore).findMany(ids)]);
    expect(shown.map((task) => task?.priority)).toEqual([
      'critical',
      'low',
      'normal',
      'critical',
      'normal',
      'low',
    ]);
    const waiting = await sandbox.redis.zrange(`${sandbox.prefix}:tasks:prioritized`, 0, -2);
    const [p1, p4, p28, p12, p30, p39] = ids;
    expect(waiting).toEqual([p1, p4, p12, p28, p30, p39]);
    const worker = await startWorker(sandbox.variables, { modules: [TestTasks] });
    await eventually(async () =>
      expect(await app.get(BridgeEnds).waiting('order')).toMatchObject({ count: 7 }),
    );
    await worker.close();
    await app.close();
    await sandbox.clean();
  });
});
