import { api } from '../../../api/client.js';
import type { AuditEntry } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { type Column, Table } from '../../../components/data/table.js';
import { Tag } from '../../../components/data/tag.js';
import { Time } from '../../../components/data/time.js';
import { EmptyState } from '../../../components/feedback/empty-state.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { Panel } from '../../../components/layout/panel.js';
import type { TabProps } from '../tab-props.js';

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'at', title: 'When', cell: ({ at }) => <Time at={at} /> },
  { id: 'who', title: 'Who', cell: ({ who }) => who },
  { id: 'action', title: 'Action', cell: ({ action }) => action },
  { id: 'outcome', title: 'Outcome', cell: (entry) => <Outcome {...entry} /> },
  { id: 'details', title: 'Details', cell: ({ details }) => <Details details={details} /> },
];

/** Actions on this task, from the audit log. */
export function AuditTab({ read: { task } }: TabProps) {
  const { task_id: target } = task;
  const { data, error, reload } = useLoad(
    async (signal) => (await api.GET('/audit', { params: { query: { target } }, signal })).data,
    [target, task.status, task.cancel_requested_at],
  );
  return (
    <Panel title="Audit" actions={<a href={pathTo.audit({ target })}>In the audit log</a>}>
      <ErrorNotice error={error} onRetry={reload} />
      {data === undefined && error === undefined && <p class="soft">Loading …</p>}
      {data && (
        <Table
          caption="Actions on the task"
          columns={COLUMNS}
          rows={data.items}
          keyOf={({ audit_id: id }) => id}
          empty={
            <EmptyState title="Nobody has acted on this task.">
              <p>Cancelling, retrying, replaying, changing and deleting it is recorded here.</p>
            </EmptyState>
          }
        />
      )}
    </Panel>
  );
}

function Outcome({ outcome, status }: AuditEntry) {
  const tone = outcome === 'succeeded' ? 'success' : outcome === 'pending' ? 'plain' : 'failure';
  return <Tag text={outcome} tone={tone} {...(status !== null && { title: `HTTP status ${status}` })} />;
}

function Details({ details }: Pick<AuditEntry, 'details'>) {
  const parts = Object.entries(details).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return parts.length === 0 ? (
    <span class="soft">–</span>
  ) : (
    <span title={parts.join('\n')}>{parts.join(', ')}</span>
  );
}
