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
import { Config } from '../platform/config/config.js';
import { RecorderProgress } from './recorder/recorder-progress.js';
import { Recording } from './recorder/recording.js';
import { HistorySearches } from './search/history-searches.js';
import { TaskTable } from './tasks/task-table.js';

/** The history in PostgreSQL. */
@Injectable()
export class TaskArchive implements TaskHistory {
  readonly maxUnstored: number;

  constructor(
    private readonly progress: RecorderProgress,
    private readonly table: TaskTable,
    private readonly recording: Recording,
    private readonly searches: HistorySearches,
    config: Config,
  ) {
    this.maxUnstored = config.historyMaxLag;
  }

  recordedUntil(): Promise<number> {
    return this.progress.completeUntil();
  }

  lag(): Promise<{ readonly ms: number; readonly tasks: number }> {
    return this.progress.lag();
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
    return this.recording.transaction(async (session) => {
      const missing = await this.table.missing(session, ended);
      const count = missing.length === 0 ? 0 : await this.recording.record(session, missing);
      const unread = new Set(missing.slice(count));
      return new Set(ended.map(({ id }) => id).filter((id) => !unread.has(id)));
    });
  }

  /** Waits for recordings that have read the task before it was removed from the broker. */
  async remove(id: string): Promise<boolean> {
    return this.recording.exclude(async (session) => {
      const removed = await session.query('DELETE FROM task WHERE id = $1 RETURNING id', [id]);
      return removed.length > 0;
    });
  }
}
