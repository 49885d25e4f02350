import { Injectable } from '@nestjs/common';
import { HistoryDatabase, type Session } from '../database/history-database.js';
import { TaskTable } from '../tasks/task-table.js';
import { RecordedTasks } from './recorded-tasks.js';

/** The lock that recording shares, and that a removal takes alone: any number that no other lock has. */
export const RECORDING_LOCK = 0x7265636f7264;

/** Copies finished tasks from the broker into the history. */
@Injectable()
export class Recording {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly table: TaskTable,
    private readonly tasks: RecordedTasks,
  ) {}

  /**
   * Stores tasks as they are in the broker now. Those that are gone, or not final, are skipped.
   *
   * @param before runs first in the same transaction
   * @throws HistoryUnavailableError
   * @throws BrokerUnavailableError
   */
  async record(ids: readonly string[], before?: (session: Session) => Promise<void>): Promise<void> {
    await this.table.prepare(ids);
    await this.database.transaction(async (session) => {
      await before?.(session);
      // A removal waits for this transaction, and the next one does not find the task in the broker any more.
      await session.query('SELECT pg_advisory_xact_lock_shared($1)', [RECORDING_LOCK]);
      await this.table.write(session, await this.tasks.read(ids));
    });
  }
}
