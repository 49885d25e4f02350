import type { Worker } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Table } from '../../components/data/table.js';
import { Tag } from '../../components/data/tag.js';
import { Panel } from '../../components/layout/panel.js';
import { WorkerState } from '../../components/fleet/worker-state.js';

interface ServersPanelProps {
  readonly queue: string;
  readonly workers: readonly Worker[];
}

/** The workers that serve a queue. */
export function ServersPanel({ queue, workers }: ServersPanelProps) {
  const rows = workers.flatMap((worker) =>
    worker.queues.filter(({ name }) => name === queue).map((served) => ({ worker, served })),
  );
  return (
    <Panel title="Workers">
      <Table
        caption={`Workers of ${queue}`}
        rows={rows}
        keyOf={({ worker }) => worker.worker_id}
        empty={<p class="soft types-empty">No worker serves this queue.</p>}
        columns={[
          {
            id: 'name',
            title: 'Worker',
            cell: ({ worker }) => <a href={pathTo.worker(worker.worker_id)}>{worker.name}</a>,
          },
          {
            id: 'state',
            title: 'State',
            cell: ({ worker, served }) => (
              <span class="line">
                <WorkerState worker={worker} />
                {served.paused && (
                  <Tag text="paused here" tone="warning" title="This worker was told to pause it" />
                )}
              </span>
            ),
          },
          {
            id: 'running',
            title: 'Running',
            isNumber: true,
            cell: ({ served }) => `${served.active_count} of ${served.concurrency}`,
          },
        ]}
      />
    </Panel>
  );
}
