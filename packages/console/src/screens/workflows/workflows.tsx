import { readWorkflows } from '../../api/workflows.js';
import { usePages } from '../../api/use-pages.js';
import type { Workflow } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { useFilterText } from '../../app/use-filter-text.js';
import { useListKeys } from '../../app/use-list-keys.js';
import { useQuery } from '../../app/use-query.js';
import { Button } from '../../components/controls/button.js';
import { SelectField } from '../../components/controls/select-field.js';
import { TextField } from '../../components/controls/text-field.js';
import { MoreRows } from '../../components/data/more-rows.js';
import { Table } from '../../components/data/table.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { FilterBar } from '../../components/layout/filter-bar.js';
import { Screen } from '../../components/layout/screen.js';
import { EXAMPLE_COMMAND } from './example.js';
import { WORKFLOW_COLUMNS } from './workflow-columns.js';

const PAGE_SIZE = 50;
const STATUSES = ['PENDING', 'STARTED', 'SUCCESS', 'FAILURE', 'REVOKED'] as const;
type StatusFilter = '' | Workflow['status'];

export function Workflows() {
  const { query } = useQuery();
  const { status, name, tag } = query;
  const pages = usePages(
    (cursor, signal) =>
      readWorkflows(
        { ...filterOf(query), limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
        signal,
      ),
    [status, name, tag],
    { on: (change) => change.workflow_id !== null, everyMs: 30_000 },
  );
  const { items: rows, first, loaded } = pages;
  const current = useListKeys({ rows: rows.map(({ workflow_id: id }) => id), pathOf: pathTo.workflow });
  const isFiltered = Boolean(status || name || tag);
  return (
    <Screen
      title="Workflows"
      loaded={loaded}
      actions={
        may('submitter') && (
          <Button label="New workflow" icon="add" look="primary" href={pathTo.newWorkflow()} />
        )
      }
    >
      <Filters />
      <Table
        caption="Workflows"
        columns={WORKFLOW_COLUMNS}
        rows={rows}
        keyOf={({ workflow_id: id }) => id}
        currentKey={current}
        empty={first && <Nothing isFiltered={isFiltered} />}
      />
      <MoreRows pages={pages} />
    </Screen>
  );
}

function Filters() {
  const { query, setQuery } = useQuery();
  const name = useFilterText('name');
  const tag = useFilterText('tag');
  return (
    <FilterBar>
      <SelectField<StatusFilter>
        label="Status"
        value={statusOf(query['status']) ?? ''}
        options={[{ value: '', label: 'Any' }, ...STATUSES.map((value) => ({ value, label: value }))]}
        onChange={(value) => setQuery({ status: value })}
      />
      <TextField label="Name" placeholder="Whole name" {...name} />
      <TextField label="Tag" placeholder="Whole tag" {...tag} />
    </FilterBar>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <EmptyState title="No workflow matches">
        Names and tags are compared as a whole. <a href={pathTo.workflows()}>Show all workflows</a>
      </EmptyState>
    );
  return (
    <EmptyState title="No workflows yet" command={EXAMPLE_COMMAND}>
      A workflow is a graph of tasks that start as soon as those before them have ended.
    </EmptyState>
  );
}

function filterOf({ status, name, tag }: Readonly<Record<string, string>>) {
  const known = statusOf(status);
  return {
    ...(known && { status: known }),
    ...(name && { name }),
    ...(tag && { tag }),
  };
}

function statusOf(text: string | undefined): Workflow['status'] | undefined {
  return STATUSES.find((status) => status === text);
}
