/** Buckets of durations: see `bucketOf`. */
const BUCKETS = 28;
/** The least whole ms of each bucket but the first. */
const BOUNDS = Array.from({ length: BUCKETS - 1 }, (_, i) => 2 ** i + 1);

export type Durations = 'wait' | 'run';

/** The columns of a histogram: `wait_0`, `wait_1` and so on. */
export function durationColumns(of: Durations): string[] {
  return Array.from({ length: BUCKETS }, (_, i) => `${of}_${i}`);
}

const keys = ['dimension', 'queue', 'name', 'worker', 'version'].join(', ');
const numbers = [
  ...['succeeded', 'failed', 'revoked'],
  ...durationColumns('wait'),
  ...durationColumns('run'),
];

/** The columns of `task_minute` and `task_hour`, in the order of the statements below. */
export const minuteColumns = ['minute', keys, ...numbers].join(', ');

/**
 * A SELECT of what `task_hour` holds, added up from `task_minute`.
 *
 * @param hours a SELECT of the first minutes of hours, as `minute`
 */
export function addedHours(hours: string): string {
  return `
SELECT hours.minute, ${keys}, ${numbers.map((column) => `sum(${column})`).join(', ')}
FROM (${hours}) AS hours
JOIN task_minute ON task_minute.minute >= hours.minute AND task_minute.minute < hours.minute + interval '1 hour'
GROUP BY hours.minute, ${keys}`;
}

/**
 * A SELECT of what `task_minute` holds, counted from tasks. The run of a revoked task does not count: it was stopped.
 *
 * @param tasks the rest of a statement after FROM, with the table `task`
 */
export function countedMinutes(tasks: string): string {
  const ended = (status: string) => `count(*) FILTER (WHERE status = '${status}')::integer`;
  const counts = (of: Durations) =>
    durationColumns(of).map((_, i) => `nullif(count(*) FILTER (WHERE ${of}_bucket = ${i}), 0)::integer`);
  const names = (of: Durations) => durationColumns(of).map((column, i) => `${counts(of)[i]} AS ${column}`);
  return `
SELECT minute, CASE WHEN GROUPING(queue) = 0 THEN 'type' ELSE 'worker' END AS dimension, queue, name, worker, version,
  ${ended('SUCCESS')} AS succeeded, ${ended('FAILURE')} AS failed, ${ended('REVOKED')} AS revoked,
  ${[...names('wait'), ...names('run')].join(',\n  ')}
FROM (
  SELECT date_trunc('minute', finished_at, 'UTC') AS minute, queue, name, worker, version, status,
    ${bucket('wait_ms')} AS wait_bucket,
    CASE WHEN status <> 'REVOKED' THEN ${bucket('run_ms')} END AS run_bucket
  FROM ${tasks}
) AS ended
GROUP BY GROUPING SETS ((minute, queue, name), (minute, worker, version))
HAVING GROUPING(queue) = 0 OR worker IS NOT NULL`;
}

function bucket(column: string): string {
  return `width_bucket(${column}, ARRAY[${BOUNDS.join(', ')}]::bigint[])`;
}
