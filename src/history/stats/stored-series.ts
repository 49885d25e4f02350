import { Injectable } from '@nestjs/common';
import type { SeriesPoint, SeriesQuestion, StatMetric } from '../../core/index.js';
import { HistoryDatabase } from '../database/history-database.js';
import { countedMinutes, durationColumns } from './minute-counts.js';

/** Minutes that are counted from the tasks themselves, as they may not be in `task_minute` yet. */
const LIVE_MINUTES = 3;

const HOUR_MS = 3_600_000;

/** The first minute that is not in `task_minute` yet. In one statement with its use: a rollup may end in between. */
const LIVE_FROM = `
SELECT greatest(
  date_trunc('minute', now(), 'UTC') - interval '${LIVE_MINUTES} minutes',
  (SELECT max(minute) + interval '1 minute' FROM task_minute
    WHERE minute > now() - interval '${LIVE_MINUTES + 1} minutes'),
  to_timestamp($1 / 1000.0)
) AS at`;

const BACKLOG = `
SELECT queue AS key, floor((extract(epoch FROM minute) * 1000 - $1) / $2)::integer AS bucket,
  max(waiting) AS count, max(oldest_ms) AS oldest
FROM queue_minute
WHERE minute >= to_timestamp($1 / 1000.0) AND minute < to_timestamp($3 / 1000.0) AND ($4::text IS NULL OR queue = $4)
GROUP BY 1, 2`;

interface PointRow {
  readonly key: string | null;
  readonly bucket: number;
  readonly count: number;
  readonly oldest?: number;
  /** Numbers of durations by bucket of the histogram. */
  readonly durations?: readonly number[];
}

/** Reads series from the counts by minute. */
@Injectable()
export class StoredSeries {
  constructor(private readonly database: HistoryDatabase) {}

  /** @throws HistoryUnavailableError */
  async read(question: SeriesQuestion, keys: number): Promise<SeriesPoint[]> {
    const { metric, from, stepMs, buckets, queue = null, name = null } = question;
    const until = from + stepMs * buckets;
    if (metric === 'backlog') {
      const rows = await this.database.read<PointRow>(BACKLOG, [from, stepMs, until, queue]);
      return rows.map(({ key, bucket, count, oldest = 0 }) => ({ key, bucket, count, oldestMs: oldest }));
    }
    const dimension = question.by === 'worker' ? 'worker' : 'type';
    const values = [from, stepMs, until, keys, dimension, queue, name];
    const rows = await this.database.read<PointRow>(statementOf(question), values);
    return rows.map(({ key, bucket, count, durations }) => ({
      ...{ key, bucket, count },
      ...(durations && { durations: new Map(durations.map((times, i) => [i, times])) }),
    }));
  }
}

/** The columns of `task_minute` that are added up. */
function columnsOf(metric: StatMetric): readonly string[] {
  if (metric === 'wait' || metric === 'run') return durationColumns(metric);
  return metric === 'failures' ? ['failed'] : ['succeeded', 'failed'];
}

/** $1 begin, $2 step, $3 end, $4 number of keys, $5 dimension, $6 queue, $7 name. */
function statementOf({ metric, by, stepMs }: SeriesQuestion): string {
  const columns = columnsOf(metric);
  const chosen = `SELECT ${by === 'all' ? 'NULL::text' : by} AS key, minute, ${columns.join(', ')}`;
  const filter = `dimension = $5 AND ($6::text IS NULL OR queue = $6) AND ($7::text IS NULL OR name = $7)`;
  const ended = countedMinutes(
    'task WHERE finished_at >= (SELECT at FROM live) AND finished_at < to_timestamp($3 / 1000.0)',
  );
  const sums = columns.map((column) => `coalesce(sum(${column}), 0)`);
  const isHistogram = metric === 'wait' || metric === 'run';
  return `
WITH live AS (${LIVE_FROM}), minutes AS (
  ${chosen} FROM ${stepMs % HOUR_MS === 0 ? 'task_hour' : 'task_minute'}
  WHERE minute >= to_timestamp($1 / 1000.0) AND minute < (SELECT at FROM live) AND ${filter}
  UNION ALL
  ${chosen} FROM (${ended}) AS ended WHERE ${filter}
), largest AS (
  SELECT key FROM minutes GROUP BY key ORDER BY ${sums.join(' + ')} DESC, key LIMIT $4
)
SELECT CASE WHEN key IN (SELECT key FROM largest) THEN key END AS key,
  floor((extract(epoch FROM minute) * 1000 - $1) / $2)::integer AS bucket,
  (${sums.join(' + ')})::bigint AS count${isHistogram ? `, ARRAY[${sums.join(', ')}]::float8[] AS durations` : ''}
FROM minutes GROUP BY 1, 2`;
}
