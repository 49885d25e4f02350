import { Injectable, Logger } from '@nestjs/common';
import { type EndedTask, type FullTask, type LogLines, isTaskId } from '../../core/index.js';
import { isBadValue, isPartitionMissing } from '../database/database-errors.js';
import { HistoryDatabase, type Session } from '../database/history-database.js';
import { type SqlValue, arrayLiteral, columns } from '../rows/columns.js';
import {
  type RecordedTask,
  type TaskRow,
  fullTaskOf,
  logIn,
  plainRowOf,
  rowOf,
  taskColumns,
} from '../rows/task-row.js';
import { Partitions } from './partitions.js';

const names = columns.map(([column]) => column);

/**
 * A task that was retried by hand and has ended again replaces its row; an earlier end never does. The minutes of what
 * is written are to be counted: see `MinuteRollup`.
 */
const UPSERT = `
WITH written AS (
INSERT INTO task (${names.join(', ')})
SELECT ${columns.map(([column, { cast = '$' }]) => cast.replace('$', `t.${column}`)).join(', ')}
FROM unnest(${columns.map(([, { array }], i) => `$${i + 1}::${array}`).join(', ')}) AS t(${names.join(', ')})
ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
WHERE excluded.finished_at > task.finished_at
RETURNING finished_at
), due AS (
INSERT INTO task_minute_due SELECT DISTINCT date_trunc('minute', finished_at, 'UTC') FROM written
)
SELECT 1 FROM written`;

/** `finished_at` has microseconds, the end of a task has ms. */
const MISSING = `
SELECT ended.id FROM unnest($1::uuid[], $2::float8[]) AS ended(id, finished_at)
WHERE NOT EXISTS (
  SELECT FROM task WHERE task.id = ended.id AND task.finished_at >= to_timestamp(ended.finished_at / 1000.0)
)`;

/** Reads and writes rows of `task`. */
@Injectable()
export class TaskTable {
  private readonly logger = new Logger('History');

  constructor(
    private readonly database: HistoryDatabase,
    private readonly partitions: Partitions,
  ) {}

  /**
   * In the order of the ids; undefined for a task that is not there.
   *
   * @throws HistoryUnavailableError
   */
  async findMany(ids: readonly string[], withPayload: boolean): Promise<(FullTask | undefined)[]> {
    if (ids.length === 0) return [];
    const select = `SELECT ${taskColumns(withPayload)} FROM task WHERE id = ANY($1::uuid[])`;
    const rows = await this.database.read<TaskRow & { readonly id: string }>(select, [ids]);
    const tasks = new Map(rows.map((row) => [row.id, fullTaskOf(row)]));
    return ids.map((id) => tasks.get(id.toLowerCase()));
  }

  /**
   * Lines of a task's log; undefined if the task is not there.
   *
   * @throws HistoryUnavailableError
   */
  async logOf(id: string): Promise<LogLines | undefined> {
    const [row] = await this.database.read<TaskRow>('SELECT log, exact FROM task WHERE id = $1', [id]);
    return row && logIn(row);
  }

  /** The ids of those that are to be stored, and are not with this end or a later one. */
  async missing(session: Session, all: readonly EndedTask[]): Promise<string[]> {
    const ended = all.filter(({ id }) => isTaskId(id));
    const values = [ended.map(({ id }) => id), ended.map(({ finishedAt }) => finishedAt)];
    const rows = await session.query<{ readonly id: string }>(MISSING, values);
    return rows.map(({ id }) => id);
  }

  /** Writes tasks, each id once. @returns the number of rows that are new or newer */
  async write(session: Session, tasks: readonly RecordedTask[]): Promise<number> {
    if (tasks.length === 0) return 0;
    await this.partitions.ensure(tasks.map(({ task }) => task.id));
    try {
      return await insert(session, tasks.map(rowOf));
    } catch (error) {
      if (isPartitionMissing(error)) this.partitions.forget();
      if (!isBadValue(error)) throw error;
      return this.writeOneByOne(session, tasks);
    }
  }

  /** A row that PostgreSQL refuses is stored with its documents as plain texts: one task must not hold up the others. */
  private async writeOneByOne(session: Session, tasks: readonly RecordedTask[]): Promise<number> {
    let written = 0;
    for (const task of tasks) {
      try {
        written += await insert(session, [rowOf(task)]);
      } catch (error) {
        if (!isBadValue(error)) throw error;
        this.logger.warn(`Task ${task.task.id} is stored without searchable documents: ${String(error)}`);
        written += await insert(session, [plainRowOf(task)]);
      }
    }
    return written;
  }
}

/** Beside other columns, `unnest` gives NULL for each row of one that is NULL as a whole. */
function arrayOf(values: readonly SqlValue[]): string | null {
  return values.every((value) => value === null) ? null : arrayLiteral(values);
}

/** Leaves the transaction usable if it fails. */
async function insert(session: Session, rows: readonly (readonly SqlValue[])[]): Promise<number> {
  await session.query('SAVEPOINT rows');
  try {
    const values = names.map((_, i) => arrayOf(rows.map((row) => row[i] ?? null)));
    return (await session.query(UPSERT, values)).length;
  } catch (error) {
    if (isBadValue(error)) await session.query('ROLLBACK TO SAVEPOINT rows');
    throw error;
  }
}
