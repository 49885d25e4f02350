/** Buckets of durations: see `bucketOf`. */
const BUCKETS = 28;
/** The least whole ms of each bucket but the first. */
const BOUNDS = Array.from({ length: BUCKETS - 1 }, (_, i) => 2 ** i + 1);

export type Durations = 'wait' | 'run';

/** The columns of a histogram: `wait_0`, `wait_1` and so on. */
export function durationColumns(of: Durations): string[] {
  return Array.from({ length: BUCKETS }, (_, i) => `${of}_${i}`);
}

/** The columns of `task_minute`, in the order of `countedMinutes`. */
export const minuteColumns = [
  ...['minute', 'dimension', 'queue', 'name', 'worker', 'version', 'succeeded', 'failed', 'revoked'],
  ...durationColumns('wait'),
  ...durationColumns('run'),
].join(', ');

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
