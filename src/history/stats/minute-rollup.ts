import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { HistoryDatabase, type Session } from '../database/history-database.js';
import { addedHours, countedMinutes, minuteColumns } from './minute-counts.js';

/** Any number that no other lock has. */
const LOCK = 0x6d696e757465;
/** Writes of tasks that are counted in one transaction. */
const AT_ONCE = 500;
/** Tasks that end in the last seconds of a minute are recorded a little later. */
const SETTLED_S = 5;

/** Removes marks of minutes that are over. A mark of a write that is not committed yet remains for the next time. */
const TAKE = `
DELETE FROM task_minute_due WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM task_minute_due
  WHERE minute < date_trunc('minute', now() - interval '${SETTLED_S} s', 'UTC')
  ORDER BY minute LIMIT ${AT_ONCE}
)) RETURNING minute`;

const MINUTES = 'unnest($1::float8[]) AS due(at)';
const CLEAR = `DELETE FROM task_minute WHERE minute IN (SELECT to_timestamp(at / 1000.0) FROM ${MINUTES})`;
const COUNT = `
INSERT INTO task_minute (${minuteColumns})
${countedMinutes(`${MINUTES} JOIN task ON finished_at >= to_timestamp(at / 1000.0)
    AND finished_at < to_timestamp(at / 1000.0) + interval '1 minute'`)}`;

const HOURS = `SELECT DISTINCT date_trunc('hour', to_timestamp(at / 1000.0), 'UTC') AS minute FROM ${MINUTES}`;
const CLEAR_HOURS = `DELETE FROM task_hour WHERE minute IN (${HOURS})`;
const ADD_HOURS = `INSERT INTO task_hour (${minuteColumns}) ${addedHours(HOURS)}`;

/**
 * Counts tasks by minute and by hour, as soon as a minute is over, and again if a task of it is recorded later. Several workers may
 * try: one does it.
 */
@Injectable()
export class MinuteRollup {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly config: Config,
  ) {}

  /** @throws HistoryUnavailableError */
  async step(): Promise<{ readonly mayHaveMore: boolean }> {
    return this.exclusive(async (session) => {
      const taken = await session.query<{ readonly minute: number }>(TAKE);
      const minutes = [...new Set(taken.map(({ minute }) => minute))];
      if (minutes.length === 0) return { mayHaveMore: false };
      await session.query(CLEAR, [minutes]);
      await session.query(COUNT, [minutes]); // a later snapshot than that of the marks, so no task is missed
      await session.query(CLEAR_HOURS, [minutes]);
      await session.query(ADD_HOURS, [minutes]);
      return { mayHaveMore: taken.length === AT_ONCE };
    });
  }

  /** Deletes minutes that are older than HISTORY_RETENTION_DAYS. @throws HistoryUnavailableError */
  async expire(): Promise<void> {
    const days = this.config.historyRetentionDays;
    for (const table of ['task_minute', 'task_hour', 'queue_minute'])
      await this.database.write(`DELETE FROM ${table} WHERE minute < now() - make_interval(days => $1)`, [
        days,
      ]);
  }

  private exclusive(
    action: (session: Session) => Promise<{ readonly mayHaveMore: boolean }>,
  ): Promise<{ readonly mayHaveMore: boolean }> {
    return this.database.transaction(async (session) => {
      const [lock] = await session.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
        LOCK,
      ]);
      return lock?.mine === true ? action(session) : { mayHaveMore: false };
    });
  }
}
