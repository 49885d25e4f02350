import type { Worker } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Meter } from '../../components/charts/meter.js';
import { Table } from '../../components/data/table.js';
import { Tag } from '../../components/data/tag.js';
import { Panel } from '../../components/layout/panel.js';

export function ServedQueuesPanel({ worker }: { readonly worker: Worker }) {
  return (
    <Panel title="Queues">
      <Table
        caption={`Queues of ${worker.name}`}
        rows={worker.queues}
        keyOf={({ name }) => name}
        empty={<p class="soft workers-empty">It serves no queue.</p>}
        columns={[
          { id: 'name', title: 'Queue', cell: ({ name }) => <a href={pathTo.queue(name)}>{name}</a> },
          {
            id: 'slots',
            title: 'Slots',
            cell: ({ name, active_count: used, concurrency }) => (
              <Meter label={`Slots in use of ${name}`} used={used} of={concurrency} />
            ),
          },
          {
            id: 'state',
            title: 'State',
            cell: ({ paused }) =>
              paused ? <Tag text="paused here" tone="warning" /> : <span class="soft">takes tasks</span>,
          },
        ]}
      />
    </Panel>
  );
}
