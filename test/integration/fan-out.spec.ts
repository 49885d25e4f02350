import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { IsInt, IsString } from 'class-validator';
import { CoreModule } from '../../src/core/core.module.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import type { SubmittedTask } from '../../src/core/task/handle/task-handle.js';
import { Keys } from '../../src/core/redis/keys.js';
import { asTask } from '../../src/core/task/running-task.js';
import { idOf } from '../../src/core/task/task-id.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { bulkOf, onceOver } from '../support/bulk.js';
import { type Stand, startStand } from '../support/stand.js';

const HOUR_MS = 3_600_000;
const LATER = { delayMs: HOUR_MS };

class RowPayload {
  @IsInt()
  row!: number;
}

@Task({ name: 'test.row', queue: 'tasks', payload: RowPayload, retentionMs: 1_000 })
class RowTask implements TaskHandler<RowPayload, number> {
  run({ row }: RowPayload): Promise<number> {
    return Promise.resolve(row);
  }
}

class ImportPayload {
  @IsInt()
  rows!: number;

  @IsString()
  tag!: string;
}

/** The outcomes of the submits of an attempt. */
const outcomes: boolean[][] = [];

/** Fails in the middle of its first two attempts, each time later. */
@Task({ name: 'test.import', queue: 'tasks', payload: ImportPayload, backoff: { type: 'fixed', delayMs: 1 } })
class ImportTask implements TaskHandler<ImportPayload, number> {
  async run({ rows, tag }: ImportPayload, { attempt, submit, submitMany }: TaskContext): Promise<number> {
    const all = Array.from({ length: rows }, (_, row) => ({ row }));
    const some = attempt < 3 ? all.slice(0, (rows * attempt) / 4) : all;
    const header = await submit(DivideTask, { x: 1, y: 1 }, { key: 'header', tags: [tag] });
    const children = await submitMany(RowTask, some, ({ row }) => ({
      ...{ key: `row ${row}`, tags: [tag, `row ${row}`], priority: row % 2 ? 'high' : 'low' },
    }));
    outcomes.push([header, ...children].map(({ isDuplicate }) => isDuplicate));
    if (attempt < 3) throw new Error('the file cannot be read any further');
    return (await Promise.all(children.map((child) => child.result()))).length;
  }
}

@Module({ imports: [CoreModule], providers: [RowTask, ImportTask] })
class TestTasks {}

describe('children with keys', () => {
  let stand: Stand;
  let queue: TaskQueue;
  let store: TaskStore;
  let parents = 0;

  beforeAll(async () => {
    stand = await startStand({ modules: [TestTasks] });
    queue = stand.app.get(TaskQueue);
    store = stand.app.get(TaskStore);
  });
  afterAll(() => stand.stop());

  /** Runs something as a task that was submitted two hours ago. */
  const asParent = <T>(run: () => Promise<T>, id = idOf(`parent ${parents++}`, Date.now() - 2 * HOUR_MS)) =>
    asTask({ id, rootId: id }, run);
  const child = (key: string, row = 1, options = {}): Promise<SubmittedTask<number>> =>
    queue.submit(RowTask, { row }, { key, ...LATER, ...options });
  const count = async () => stand.sandbox.redis.zcard(stand.app.get(Keys).index);

  it('are submitted once, whatever attempt submits them', async () => {
    const before = await count();
    const task = await queue.submit(ImportTask, { rows: 40, tag: 'a' });
    expect(await task.result()).toBe(40);
    expect(await count()).toBe(before + 1 + 1 + 40);
    expect(outcomes.map((each) => each.length)).toEqual([11, 21, 41]);
    const news = outcomes.map((each) => each.filter((isDuplicate) => !isDuplicate).length);
    expect(news).toEqual([11, 10, 20]);
  });

  it('are found as they are, with what was submitted first', async () => {
    await asParent(async () => {
      const first = await child('a', 1, { tags: ['first'] });
      const again = await child('a', 2, { tags: ['second'] });
      expect(again).toMatchObject({ id: first.id, isDuplicate: true, snapshot: { tags: ['first'] } });
      await again.cancel('not this one');
      const third = await child('a');
      expect(third).toMatchObject({ isDuplicate: true, snapshot: { status: 'REVOKED' } });
    });
  });

  it('are different ones of other parents, and of other task types', async () => {
    const ids = await Promise.all([
      asParent(() => child('a')),
      asParent(() => child('a')),
      asParent(async () => {
        const division = await queue.submit(DivideTask, { x: 1, y: 1 }, { key: 'a', ...LATER });
        const row = await child('a');
        return { id: `${division.id} ${row.id}`, isDuplicate: division.isDuplicate || row.isDuplicate };
      }),
    ]);
    expect(ids.map(({ isDuplicate }) => isDuplicate)).toEqual([false, false, false]);
    expect(new Set(ids.flatMap(({ id }) => id.split(' '))).size).toBe(4);
  });

  it('have the times of their own submit, however old their parent is', async () => {
    const now = Date.now();
    const { id, snapshot } = await asParent(() => child('late'));
    const stored = await store.find(id);
    expect(stored).toMatchObject({ createdAt: snapshot.createdAt, runAt: snapshot.createdAt + HOUR_MS });
    expect(stored.createdAt).toBeGreaterThanOrEqual(now);
  });

  it('are no target of a bulk action on what was submitted before them', async () => {
    const server = stand.app.getHttpServer();
    const { id, snapshot } = await asParent(() => child('bulk', 1, { tags: ['bulk'] }));
    const cancel = async (createdBefore: number) => {
      const filter = { tag: 'bulk', created_before: new Date(createdBefore).toISOString() };
      const { bulk_action_id: action } = await bulkOf(server, { action: 'cancel', filter });
      return onceOver(server, action, { status: 'SUCCESS' });
    };
    expect(await cancel(snapshot.createdAt)).toMatchObject({ matched: 0 });
    expect((await store.find(id)).status).toBe('PENDING');
    expect(await cancel(snapshot.createdAt + 1)).toMatchObject({ matched: 1, done: 1 });
  });

  it('are kept for as long as other tasks, so that they are found', async () => {
    await asParent(async () => {
      const task = await queue.submit(RowTask, { row: 1 }, { key: 'kept' });
      await task.result();
      const { finishedAt } = await task.state();
      const keys = `${stand.sandbox.prefix}:tasks:${task.id}`;
      await stand.sandbox.redis.hset(keys, 'finishedOn', (finishedAt ?? 0) - 23 * HOUR_MS);
      const again = await queue.submit(RowTask, { row: 1 }, { key: 'kept' });
      expect(again).toMatchObject({ isDuplicate: true, snapshot: { status: 'SUCCESS', result: 1 } });
    });
  });

  it('are submitted by the thousand', async () => {
    await asParent(async () => {
      const rows = Array.from({ length: 2_500 }, (_, row) => ({ row }));
      const submitAll = () => queue.submitMany(RowTask, rows, ({ row }) => ({ key: `${row}`, ...LATER }));
      const first = await submitAll();
      const again = await submitAll();
      expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
      expect(first.some(({ isDuplicate }) => isDuplicate)).toBe(false);
      expect(again.every(({ isDuplicate }) => isDuplicate)).toBe(true);
    });
  });

  it.each([
    ['an empty key', { key: '' }, "key must be a text that is not empty, but is ''"],
    ['no text', { key: 7 as never }, 'key must be a text that is not empty, but is 7'],
    [
      'a key for deduplication',
      { key: 'a', deduplicate: { key: 'b', mode: 'unique' } as const },
      'key and deduplicate must not be given together',
    ],
  ])('must not have %s', async (_, options, fault) => {
    const before = await count();
    await expect(asParent(() => queue.submit(RowTask, { row: 1 }, options))).rejects.toMatchObject({
      ...{ name: 'InvalidOptionError', fault },
    });
    expect(await count()).toBe(before);
  });

  it('have a parent', async () => {
    await expect(queue.submit(RowTask, { row: 1 }, { key: 'a' })).rejects.toThrow(
      'key must only be given inside a running task',
    );
  });

  it('have different keys if they are submitted together', async () => {
    const rows = [{ row: 1 }, { row: 2 }, { row: 1 }];
    const submitting = asParent(() => queue.submitMany(RowTask, rows, ({ row }) => ({ key: `row ${row}` })));
    await expect(submitting).rejects.toMatchObject({
      ...{ name: 'InvalidOptionError', index: 2, fault: 'key must be unique, but "row 1" is that of 0' },
    });
  });
});
