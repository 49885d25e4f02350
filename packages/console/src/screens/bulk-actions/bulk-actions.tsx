import { api } from '../../api/client.js';
import { dataOf } from '../../api/data-of.js';
import { usePages } from '../../api/use-pages.js';
import { apiUrl } from '../../app/base-path.js';
import { pathTo } from '../../app/paths.js';
import { useListKeys } from '../../app/use-list-keys.js';
import { MoreRows } from '../../components/data/more-rows.js';
import { type Column, Table } from '../../components/data/table.js';
import { Time } from '../../components/data/time.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Screen } from '../../components/layout/screen.js';
import { count } from '../../format/number.js';
import { type BulkAction, selectionOf, titleOf } from './bulk-action.js';
import { BulkProgress } from './bulk-progress.js';
import './bulk-actions.css';

const PAGE = 50;
const REFRESH_MS = 2_000;

const COLUMNS: readonly Column<BulkAction>[] = [
  {
    id: 'action',
    title: 'Action',
    cell: (one) => <a href={pathTo.bulkAction(one.bulk_action_id)}>{titleOf(one)}</a>,
  },
  {
    id: 'tasks',
    title: 'Tasks',
    cell: (one) => <code title={selectionOf(one)}>{selectionOf(one)}</code>,
  },
  { id: 'status', title: 'Status', cell: (one) => <BulkProgress action={one} /> },
  { id: 'matched', title: 'Matched', isNumber: true, cell: ({ matched }) => count(matched) },
  { id: 'done', title: 'Done', isNumber: true, cell: ({ done, dry_run }) => (dry_run ? '–' : count(done)) },
  { id: 'failed', title: 'Failed', isNumber: true, cell: ({ failed }) => count(failed) },
  { id: 'at', title: 'When', cell: ({ created_at }) => <Time at={created_at} /> },
  { id: 'who', title: 'Who', cell: ({ requested_by }) => requested_by ?? 'anonymous' },
  { id: 'reason', title: 'Reason', cell: ({ reason }) => reason && <span title={reason}>{reason}</span> },
];

/** Retries, cancels and the like of many tasks, newest first. */
export function BulkActions() {
  const pages = usePages(
    async (cursor, signal) => {
      const query = { limit: PAGE, ...(cursor && { cursor }) };
      return dataOf(await api.GET('/bulk-actions', { params: { query }, signal }));
    },
    [],
    { everyMs: REFRESH_MS },
  );
  const rows = pages.items;
  const current = useListKeys({
    rows: rows.map(({ bulk_action_id: id }) => id),
    pathOf: pathTo.bulkAction,
  });
  return (
    <Screen title="Bulk actions" loaded={pages.loaded}>
      <Table
        caption="Bulk actions"
        columns={COLUMNS}
        rows={rows}
        keyOf={({ bulk_action_id: id }) => id}
        currentKey={current}
        empty={
          pages.first && (
            <EmptyState title="No bulk action yet." command={exampleCommand()}>
              <p>
                Select tasks in <a href={pathTo.tasks()}>the list of tasks</a>, or act on all that match a
                query:
              </p>
            </EmptyState>
          )
        }
      />
      <MoreRows pages={pages} />
    </Screen>
  );
}

/** It changes nothing. */
function exampleCommand(): string {
  const body = JSON.stringify({ action: 'retry', q: 'status:FAILURE', dry_run: true });
  return `curl -X POST ${apiUrl}/bulk-actions -H 'Content-Type: application/json' -d '${body}'`;
}
