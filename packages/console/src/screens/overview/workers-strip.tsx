import type { Worker } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Button } from '../../components/controls/button.js';
import { Panel } from '../../components/layout/panel.js';
import { bytes, count, counted } from '../../format/number.js';
import { WorkerState } from '../../components/fleet/worker-state.js';

const SHOWN = 8;
const ORDER = ['lost', 'draining', 'online'];

/** The workers in short, those that need attention first. */
export function WorkersStrip({ workers }: { readonly workers: readonly Worker[] | undefined }) {
  const sorted = (workers ?? []).toSorted(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.name.localeCompare(b.name),
  );
  const more = sorted.length - SHOWN;
  return (
    <Panel title="Workers" actions={<Button label="Workers" look="quiet" href={pathTo.workers()} />}>
      <ul class="rows" data-reserve="2">
        {sorted.slice(0, SHOWN).map((worker) => (
          <li key={worker.worker_id}>
            <div class="row-main line">
              <a href={pathTo.worker(worker.worker_id)}>{worker.name}</a>
              <WorkerState worker={worker} />
              <span class="soft">{worker.version}</span>
            </div>
            <span class="row-end number">{count(worker.active_count)} running</span>
            <span class="row-end number soft" title="Load average of its host over one minute">
              load {worker.load_average[0]?.toFixed(1) ?? '–'}
            </span>
            <span class="row-end number soft">{bytes(worker.rss_bytes)}</span>
          </li>
        ))}
        {more > 0 && (
          <li>
            <a href={pathTo.workers()}>{counted(more, 'more worker')}</a>
          </li>
        )}
        {workers?.length === 0 && <li class="soft">No worker runs: tasks wait until one is started.</li>}
      </ul>
    </Panel>
  );
}
