import { Injectable } from '@nestjs/common';
import { Histories } from '../../core/index.js';
import { HistoryDatabase, type Session } from '../database/history-database.js';
import { TaskTable } from '../tasks/task-table.js';
import type { RecordedTask } from '../rows/task-row.js';
import { type ReadTasks, RecordedTasks } from './recorded-tasks.js';

/** The lock that recording shares, and that a removal takes alone: any number that no other lock has. */
const LOCK = 0x7265636f7264;

/** Copies finished tasks from the broker into the history. */
@Injectable()
export class Recording {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly table: TaskTable,
    private readonly tasks: RecordedTasks,
    private readonly histories: Histories,
  ) {}

  /**
   * Runs a transaction that records. A removal waits for it, so that a task that was read before it was removed from the
   * broker does not come back.
   *
   * @throws HistoryUnavailableError
   */
  async transaction<T>(action: (session: Session) => Promise<T>): Promise<T> {
    return this.database.transaction(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock_shared($1)', [LOCK]);
      return action(session);
    });
  }

  /** Waits for the recordings that run. */
  async exclude<T>(action: (session: Session) => Promise<T>): Promise<T> {
    return this.database.transaction(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      return action(session);
    });
  }

  /**
   * Stores tasks as they are in the broker now, as many as fit into memory. Those that are gone, or not final, are skipped.
   *
   * @param session of `transaction`
   * @returns the number of ids that are done, at least one
   * @throws HistoryUnavailableError
   * @throws BrokerUnavailableError
   */
  async record(session: Session, ids: readonly string[]): Promise<number> {
    const { tasks, count } = await this.read(ids);
    await this.write(session, tasks);
    return count;
  }

  /** The first half of `record`, within a transaction of the same kind. */
  async read(ids: readonly string[]): Promise<ReadTasks> {
    return this.tasks.read(ids);
  }

  /** The second half of `record`. */
  async write(session: Session, tasks: readonly RecordedTask[]): Promise<void> {
    this.histories.counts.recorded += await this.table.write(session, tasks);
  }
}
