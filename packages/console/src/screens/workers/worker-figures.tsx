import type { Worker } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Figures } from '../../components/data/figures.js';
import { bytes, count } from '../../format/number.js';

export function WorkerFigures({ worker }: { readonly worker: Worker }) {
  const { name, counts, active_count: active, load_average: load, rss_bytes: rss, heap_bytes: heap } = worker;
  const { p50, p99 } = worker.event_loop_delay_ms;
  const tasks = (status: string): string => pathTo.tasks({ status, q: `worker:${name}` });
  return (
    <Figures
      figures={[
        { name: 'Active', value: count(active), href: tasks('STARTED') },
        { name: 'Processed', value: count(counts.processed), note: 'attempts' },
        { name: 'Succeeded', value: count(counts.succeeded), href: tasks('SUCCESS') },
        { name: 'Failed', value: count(counts.failed), href: tasks('FAILURE'), isBad: counts.failed > 0 },
        { name: 'Retried', value: count(counts.retried) },
        {
          name: 'Load average',
          value: load[0]?.toFixed(2) ?? '–',
          note: load
            .slice(1)
            .map((one) => one.toFixed(2))
            .join(' '),
        },
        { name: 'Memory', value: bytes(rss), note: `heap ${bytes(heap)}` },
        { name: 'Loop delay', value: `${Math.round(p99)} ms`, note: `p99, p50 ${p50.toFixed(1)} ms` },
      ]}
    />
  );
}
