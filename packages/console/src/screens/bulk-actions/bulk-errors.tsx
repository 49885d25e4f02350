import { pathTo } from '../../app/paths.js';
import { type Column, Table } from '../../components/data/table.js';
import { Panel } from '../../components/layout/panel.js';
import { counted } from '../../format/number.js';
import type { BulkAction } from './bulk-action.js';

type BulkError = BulkAction['errors'][number];

const COLUMNS: readonly Column<BulkError>[] = [
  {
    id: 'task',
    title: 'Task',
    cell: ({ task_id }) => (
      <a href={pathTo.task(task_id)}>
        <code>{task_id}</code>
      </a>
    ),
  },
  { id: 'message', title: 'Message', cell: ({ message }) => <span title={message}>{message}</span> },
];

/** The first tasks that the action failed on. */
export function BulkErrors({ action }: { readonly action: BulkAction }) {
  const { errors, failed } = action;
  if (errors.length === 0) return null;
  const title = failed > errors.length ? `First ${errors.length} of ${counted(failed, 'error')}` : 'Errors';
  return (
    <Panel title={title}>
      <Table caption="Errors" columns={COLUMNS} rows={errors} keyOf={({ task_id }) => task_id} />
    </Panel>
  );
}
