import { Injectable } from '@nestjs/common';
import type { EndedTask, FullTask, LogLines } from '../../core/index.js';
import { isPartitionMissing } from '../database/database-errors.js';
import { HistoryDatabase, type Session } from '../database/history-database.js';
import { columns } from '../rows/columns.js';
import { type RecordedTask, type TaskRow, fullTaskOf, logIn, rowOf, taskColumns } from '../rows/task-row.js';
import { Partitions } from './partitions.js';

const names = columns.map(([column]) => column);

/** A task that was retried by hand and has ended again replaces its row; an earlier end never does. */
const UPSERT = `
INSERT INTO task (${names.join(', ')})
SELECT ${columns.map(([column, { cast = '$' }]) => cast.replace('$', `t.${column}`)).join(', ')}
FROM unnest(${columns.map(([, { array }], i) => `$${i + 1}::${array}`).join(', ')}) AS t(${names.join(', ')})
ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
WHERE excluded.finished_at > task.finished_at`;

/** `finished_at` has microseconds, the end of a task has ms. */
const MISSING = `
SELECT ended.id FROM unnest($1::uuid[], $2::float8[]) AS ended(id, finished_at)
WHERE NOT EXISTS (
  SELECT FROM task WHERE task.id = ended.id AND task.finished_at >= to_timestamp(ended.finished_at / 1000.0)
)`;

/** Reads and writes rows of `task`. */
@Injectable()
export class TaskTable {
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

  /**
   * The ids of those that are not stored with this end, or a later one.
   *
   * @throws HistoryUnavailableError
   */
  async missing(ended: readonly EndedTask[]): Promise<string[]> {
    const values = [ended.map(({ id }) => id), ended.map(({ finishedAt }) => finishedAt)];
    const rows = await this.database.write<{ readonly id: string }>(MISSING, values);
    return rows.map(({ id }) => id);
  }

  /** Makes sure that tasks have partitions, outside of the transaction that writes them. */
  async prepare(ids: readonly string[]): Promise<void> {
    await this.partitions.ensure(ids);
  }

  /** Writes tasks, each id once, in one statement. Their partitions must be there: see `prepare`. */
  async write(session: Session, tasks: readonly RecordedTask[]): Promise<void> {
    if (tasks.length === 0) return;
    const rows = tasks.map(rowOf);
    try {
      await session.query(
        UPSERT,
        names.map((_, i) => rows.map((row) => row[i] ?? null)),
      );
    } catch (error) {
      if (isPartitionMissing(error)) this.partitions.forget();
      throw error;
    }
  }
}
