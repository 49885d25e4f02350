import { Injectable } from '@nestjs/common';
import {
  type Condition,
  type EndedTask,
  type FullTask,
  type HistorySearch,
  type LogLines,
  type TaskCount,
  type TaskHistory,
  type Transition,
  transitionsIn,
} from '../core/index.js';
import { HistoryDatabase } from './database/history-database.js';
import { RECORDING_LOCK, Recording } from './recorder/recording.js';
import { HistorySearches } from './search/history-searches.js';
import { TaskTable } from './tasks/task-table.js';

/** The history in PostgreSQL. */
@Injectable()
export class TaskArchive implements TaskHistory {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly table: TaskTable,
    private readonly recording: Recording,
    private readonly searches: HistorySearches,
  ) {}

  recordedUntil(): Promise<number> {
    return Promise.resolve(0);
  }

  findMany(ids: readonly string[], withPayload: boolean): Promise<(FullTask | undefined)[]> {
    return this.table.findMany(ids, withPayload);
  }

  search(search: HistorySearch): Promise<FullTask[]> {
    return this.searches.search(search);
  }

  count(conditions: readonly Condition[]): Promise<TaskCount> {
    return this.searches.count(conditions);
  }

  logOf(id: string): Promise<LogLines | undefined> {
    return this.table.logOf(id);
  }

  async transitionsOf(id: string): Promise<readonly Transition[]> {
    const [found] = await this.findMany([id], false);
    return found === undefined ? [] : transitionsIn(found.task);
  }

  async confirm(ended: readonly EndedTask[]): Promise<ReadonlySet<string>> {
    const missing = await this.table.missing(ended);
    if (missing.length > 0) await this.recording.record(missing);
    return new Set(ended.map(({ id }) => id));
  }

  /** Waits for recordings that have read the task before it was removed from the broker. */
  async remove(id: string): Promise<boolean> {
    return this.database.transaction(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock($1)', [RECORDING_LOCK]);
      const removed = await session.query('DELETE FROM task WHERE id = $1 RETURNING id', [id]);
      return removed.length > 0;
    });
  }
}
