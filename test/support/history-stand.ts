import type { Condition } from '../../src/core/query/condition.js';
import type { FullTask, HistorySearch } from '../../src/core/history/task-history.js';
import { runMsOf, waitMsOf } from '../../src/core/query/durations.js';
import type { TaskSnapshot } from '../../src/core/task/task-snapshot.js';
import { HistoryDatabase } from '../../src/history/database/history-database.js';
import { Migrations } from '../../src/history/database/migrations.js';
import { HistorySearches } from '../../src/history/search/history-searches.js';
import { TextIndex } from '../../src/history/search/text-index.js';
import { Partitions } from '../../src/history/tasks/partitions.js';
import { TaskTable } from '../../src/history/tasks/task-table.js';
import { Config } from '../../src/platform/config/config.js';
import { createTestDatabase } from './postgres.js';

/** A final task without anything special. */
export function finishedTask(changes: Partial<TaskSnapshot> & Pick<TaskSnapshot, 'id'>): TaskSnapshot {
  return {
    ...{ name: 'math.divide', queue: 'tasks', status: 'SUCCESS', result: null, isResultLeftOut: false },
    ...{ error: null, errorStack: null, errorFingerprint: null, errors: [], progress: null, logLines: 0 },
    ...{ attempt: 1, maxAttempts: 3, crashes: 0, priority: 'normal', runAt: null, expiresAt: null },
    ...{
      createdAt: 0,
      startedAt: 10,
      finishedAt: 20,
      worker: 'w',
      tags: [],
      webhookUrl: null,
      followUps: null,
      bridge: null,
    },
    ...{ parentId: null, rootId: null, replayOf: null, workflowId: null, step: null, stepRole: null },
    ...{
      replacedBy: null,
      submittedBy: null,
      traceId: null,
      bridgeOrigin: null,
      revokeReason: null,
      revocations: [],
      cancelRequestedAt: null,
    },
    ...changes,
  };
}

/** A history of its own, with the tasks that a test writes. */
export interface HistoryStand {
  readonly database: HistoryDatabase;
  readonly searches: HistorySearches;
  write(tasks: readonly FullTask[]): Promise<void>;
  /** All ids that fit, in the order of creation. */
  idsOf(conditions: readonly Condition[], changes?: Partial<HistorySearch>): Promise<string[]>;
  remove(): Promise<void>;
}

export async function createHistoryStand(
  variables: Readonly<Record<string, string>> = {},
): Promise<HistoryStand> {
  const own = await createTestDatabase();
  const config = new Config({ HISTORY_URL: own.url, NODE_ENV: 'test', ...variables });
  const database = new HistoryDatabase(config, new Migrations(config));
  const table = new TaskTable(database, new Partitions(database));
  const searches = new HistorySearches(database, new TextIndex(database));
  await database.ready();
  return {
    database,
    searches,
    async write(tasks) {
      const rows = tasks.map(({ task, payload }) => ({
        ...{ task, payload: payload === undefined ? undefined : JSON.stringify(payload) },
        ...{ log: undefined, version: null, runMs: runMsOf(task), waitMs: waitMsOf(task) },
      }));
      await database.transaction((session) => table.write(session, rows));
    },
    async idsOf(conditions, changes = {}) {
      const found = await searches.search({
        ...{
          conditions,
          sort: 'created',
          order: 'asc',
          limit: 10_000,
          maxResultBytes: 0,
          withPayload: false,
        },
        ...changes,
      });
      return found.map(({ task }) => task.id);
    },
    async remove() {
      await database.onApplicationShutdown();
      await own.drop();
    },
  };
}
