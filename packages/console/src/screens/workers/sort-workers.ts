import type { Worker } from '../../api/types.js';
import type { Sort } from '../../components/data/table.js';

/** Sort key of a column. */
const VALUES: Readonly<Record<string, (worker: Worker) => string | number>> = {
  name: ({ name }) => name,
  state: ({ state }) => state,
  active: ({ active_count: active }) => active,
  processed: ({ counts }) => counts.processed,
  failed: ({ counts }) => counts.failed,
  succeeded: ({ counts }) => counts.succeeded,
  retried: ({ counts }) => counts.retried,
  load: ({ load_average: [load = 0] }) => load,
  rss: ({ rss_bytes: rss }) => rss,
  delay: ({ event_loop_delay_ms: { p99 } }) => p99,
  version: ({ version }) => version,
};

/** The workers in the order that a column asks for; by name for a column that does not exist. */
export function sortWorkers(workers: readonly Worker[], { by, order }: Sort): readonly Worker[] {
  const valueOf = VALUES[by] ?? ((worker: Worker) => worker.name);
  const direction = order === 'desc' ? -1 : 1;
  return workers.toSorted(
    (a, b) => direction * compare(valueOf(a), valueOf(b)) || compare(a.worker_id, b.worker_id),
  );
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}
