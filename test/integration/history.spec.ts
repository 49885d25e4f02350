import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { Histories, type TaskHistory } from '../../src/core/history/task-history.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { isFinal } from '../../src/core/task/task-status.js';
import type { TaskSnapshot } from '../../src/core/task/task-snapshot.js';
import { HistoryDatabase } from '../../src/history/database/history-database.js';
import { HistoryRetention } from '../../src/history/tasks/history-retention.js';
import { Partitions, lowestId } from '../../src/history/tasks/partitions.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { type TestDatabase, createTestDatabase, describeWithPostgres } from '../support/postgres.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describeWithPostgres('the history', () => {
  let database: TestDatabase;
  let sandbox: Sandbox;
  let worker: TestingModule;
  let history: TaskHistory;

  beforeAll(async () => {
    database = await createTestDatabase();
    sandbox = await createSandbox({ HISTORY_URL: database.url });
    worker = await startWorker(sandbox.variables);
    const found = worker.get(Histories).get();
    if (found === undefined) throw new Error('no history has registered itself');
    history = found;
  });

  afterAll(async () => {
    await worker.close();
    await sandbox.clean();
    await database.drop();
  });

  async function ended(y: number): Promise<TaskSnapshot> {
    const { id } = await worker.get(TaskQueue).submit(DivideTask, { x: 1, y }, { tags: ['a'], attempts: 1 });
    return eventually(async () => {
      const task = await worker.get(TaskStore).find(id);
      expect(isFinal(task.status)).toBe(true);
      return task;
    });
  }

  it('drops months whose tasks are all older than HISTORY_RETENTION_DAYS', async () => {
    const { id } = await ended(1);
    const dayMs = 86_400_000;
    const old = Date.now() - 200 * dayMs;
    const partitions = async () => {
      const rows = await worker
        .get(HistoryDatabase)
        .read<{ name: string }>(`SELECT inhrelid::regclass::text AS name FROM pg_inherits`);
      return rows.map(({ name }) => name);
    };
    const monthOf = (at: number) => `task_${new Date(at).toISOString().slice(0, 7).replace('-', '_')}`;
    await eventually(async () => expect(await history.findMany([id], false)).not.toContain(undefined));
    await worker.get(Partitions).ensureMonths([old, old - 31 * dayMs]);
    // A task that was made long ago and has ended now keeps its month.
    await worker.get(HistoryDatabase).write(`UPDATE task SET id = $1 WHERE id = $2`, [lowestId(old), id]);
    await worker.get(HistoryRetention).apply(Date.now());
    expect(await partitions()).not.toContain(monthOf(old - 31 * dayMs));
    expect(await partitions()).toContain(monthOf(old));
    expect(await partitions()).toContain(monthOf(Date.now()));
  });

  it('stores what is confirmed, whole', async () => {
    const tasks = [await ended(2), await ended(0)];
    const ids = tasks.map(({ id }) => id);
    const ends = tasks.map(({ id, finishedAt }) => ({ id, finishedAt: finishedAt ?? 0 }));
    expect(await history.confirm(ends)).toEqual(new Set(ids));
    const recorded = await Promise.all(ids.map((id) => worker.get(TaskStore).findRecorded(id, 0)));
    expect(await history.findMany(ids, true)).toEqual([
      { task: recorded[0], payload: { x: 1, y: 2 } },
      { task: recorded[1], payload: { x: 1, y: 0 } },
    ]);
    expect((await history.findMany([...ids, '019ac000-0000-7000-8000-000000000001'], false)).at(-1)).toBe(
      undefined,
    );
    expect((await history.transitionsOf(ids[1] ?? '')).map(({ status }) => status)).toEqual([
      ...['PENDING', 'STARTED', 'FAILURE'],
    ]);
    expect(await history.remove(ids[0] ?? '')).toBe(true);
    expect(await history.findMany(ids, false)).toMatchObject([undefined, { task: { id: ids[1] } }]);
  });
});
