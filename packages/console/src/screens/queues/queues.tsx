import { useFleet } from '../../api/fleet/fleet.js';
import { statsRange } from '../../api/stats/stats-series.js';
import { readThroughputByQueue } from '../../api/stats/read-stats.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { useListKeys } from '../../app/use-list-keys.js';
import { Table } from '../../components/data/table.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Screen } from '../../components/layout/screen.js';
import { queueColumns } from './queue-columns.js';
import './queues.css';

/** All queues: how full they are, how long tasks wait, and who serves them. */
export function Queues() {
  const { queues } = useFleet();
  const trends = useLoad((signal) => readThroughputByQueue(statsRange('1h'), signal), [], {
    everyMs: 30_000,
  });
  const rows = queues.data ?? [];
  const currentKey = useListKeys({ rows: rows.map(({ name }) => name), pathOf: pathTo.queue });
  return (
    <Screen title="Queues" loaded={queues}>
      <Table
        caption="Queues"
        columns={queueColumns({ trends: trends.data, reload: queues.reload })}
        rows={rows}
        keyOf={({ name }) => name}
        currentKey={currentKey}
        empty={
          queues.data && (
            <EmptyState title="No queues yet">
              A queue appears with the first task type that names it.
            </EmptyState>
          )
        }
      />
    </Screen>
  );
}
