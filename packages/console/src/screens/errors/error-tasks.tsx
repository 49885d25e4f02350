import { api } from '../../api/client.js';
import type { Task } from '../../api/types.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { Button } from '../../components/controls/button.js';
import { type Column, Table } from '../../components/data/table.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { Time } from '../../components/data/time.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { Panel } from '../../components/layout/panel.js';

const SHOWN = 10;

const COLUMNS: readonly Column<Task>[] = [
  {
    id: 'id',
    title: 'Task',
    cell: ({ task_id }) => (
      <a href={pathTo.task(task_id)}>
        <code>{task_id}</code>
      </a>
    ),
  },
  { id: 'status', title: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'message',
    title: 'Message',
    cell: ({ error }) => <span title={error?.message}>{error?.message}</span>,
  },
  {
    id: 'attempt',
    title: 'Attempts',
    isNumber: true,
    cell: ({ attempt, max_attempts }) => `${attempt} of ${max_attempts}`,
  },
  { id: 'at', title: 'Failed', cell: ({ finished_at }) => <Time at={finished_at} /> },
  { id: 'worker', title: 'Worker', cell: ({ worker }) => worker },
];

/** The newest tasks of a group, and the way to all of them. */
export function ErrorTasks({ fingerprint }: { readonly fingerprint: string }) {
  const q = `fingerprint:${fingerprint}`;
  const loaded = useLoad(
    async (signal) =>
      (await api.GET('/tasks', { params: { query: { q, limit: SHOWN } }, signal })).data?.items ?? [],
    [fingerprint],
    { on: ({ status }) => status === 'FAILURE' },
  );
  return (
    <Panel
      title="Newest tasks"
      actions={<Button label="All tasks of the group" href={pathTo.tasks({ q })} />}
    >
      <ErrorNotice error={loaded.error} onRetry={loaded.reload} />
      <Table
        caption="Newest tasks"
        columns={COLUMNS}
        rows={loaded.data ?? []}
        keyOf={({ task_id }) => task_id}
        empty={loaded.data && <p class="empty-state">No task of the group is FAILURE now.</p>}
      />
    </Panel>
  );
}
