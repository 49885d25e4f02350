import { useFleet } from '../../api/fleet/fleet.js';
import type { Worker } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { useListKeys } from '../../app/use-list-keys.js';
import { useQuery } from '../../app/use-query.js';
import { type Sort, Table } from '../../components/data/table.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Screen } from '../../components/layout/screen.js';
import { CommandMenu } from './command-menu.js';
import { sortWorkers } from './sort-workers.js';
import { WORKER_COLUMNS } from './worker-columns.js';
import './workers.css';

/** All worker processes: what they do, have done, and how loaded they are. */
export function Workers() {
  const { workers, queues } = useFleet();
  const { query, setQuery } = useQuery();
  const sort: Sort = { by: query['sort'] ?? 'name', order: query['order'] === 'desc' ? 'desc' : 'asc' };
  const rows = sortWorkers(workers.data ?? [], sort);
  const currentKey = useListKeys({ rows: rows.map(({ worker_id: id }) => id), pathOf: pathTo.worker });
  const live = rows.filter(({ state }) => state !== 'lost').length;
  return (
    <Screen
      title="Workers"
      loaded={workers}
      actions={
        live > 0 && (
          <CommandMenu
            label="All workers"
            target={{
              id: '_all',
              name: live === 1 ? 'the worker' : `all ${live} workers`,
              queues: namesOf(queues.data),
            }}
            onDone={workers.reload}
          />
        )
      }
    >
      <Table<Worker>
        caption="Workers"
        columns={WORKER_COLUMNS}
        rows={rows}
        keyOf={({ worker_id: id }) => id}
        currentKey={currentKey}
        sort={sort}
        onSort={({ by, order }) => setQuery({ sort: by, order }, true)}
        empty={
          workers.data && (
            <EmptyState title="No worker runs" command="npm run start:worker">
              <p>Tasks wait in their queues until a worker process is started.</p>
            </EmptyState>
          )
        }
      />
    </Screen>
  );
}

function namesOf(queues: readonly { readonly name: string }[] = []): readonly string[] {
  return queues.map(({ name }) => name);
}
