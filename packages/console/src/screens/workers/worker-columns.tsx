import type { ComponentChildren } from 'preact';
import type { Worker } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import type { Column } from '../../components/data/table.js';
import { Time } from '../../components/data/time.js';
import { bytes, count } from '../../format/number.js';
import { WorkerState } from '../../components/fleet/worker-state.js';

/** Flower's columns, with memory, event-loop delay and version. */
export const WORKER_COLUMNS: readonly Column<Worker>[] = [
  {
    id: 'name',
    title: 'Worker',
    isSortable: true,
    cell: ({ worker_id: id, name }) => <a href={pathTo.worker(id)}>{name}</a>,
  },
  { id: 'state', title: 'State', isSortable: true, cell: (worker) => <WorkerState worker={worker} /> },
  number('active', 'Active', ({ active_count: active }) => count(active)),
  number('processed', 'Processed', ({ counts }) => count(counts.processed)),
  number('failed', 'Failed', ({ counts }) => count(counts.failed)),
  number('succeeded', 'Succeeded', ({ counts }) => count(counts.succeeded)),
  number('retried', 'Retried', ({ counts }) => count(counts.retried)),
  number('load', 'Load average', ({ load_average: load }) => load.map((one) => one.toFixed(1)).join(' ')),
  number('rss', 'Memory', ({ rss_bytes: rss }) => bytes(rss)),
  number('delay', 'Loop delay', ({ event_loop_delay_ms: { p99 } }) => `${p99.toFixed(1)} ms`),
  { id: 'version', title: 'Version', isSortable: true, cell: ({ version }) => version },
  { id: 'heartbeat', title: 'Seen', cell: ({ last_heartbeat_at: at }) => <Time at={at} /> },
];

function number(id: string, title: string, cell: (worker: Worker) => ComponentChildren): Column<Worker> {
  return { id, title, cell, isNumber: true, isSortable: true };
}
