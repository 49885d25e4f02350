import type { VirtualColumn } from '../../../components/data/virtual-table.js';
import { Elapsed } from '../../../components/data/elapsed.js';
import { StatusBadge } from '../../../components/data/status-badge.js';
import { Tag } from '../../../components/data/tag.js';
import { Time } from '../../../components/data/time.js';
import type { RunTimes } from '../../../api/stats/run-times.js';
import { pathTo } from '../../../app/paths.js';
import { duration } from '../../../format/duration.js';
import { RowMenu } from '../row/row-menu.js';
import { RunningTime } from './running-time.js';
import { type TaskRow, runMsOf } from './task-row.js';

export interface TaskColumn extends VirtualColumn<TaskRow> {
  /** True for columns that show payloads, which only admins may see. */
  readonly isPayload?: boolean;
}

/** All columns that every list can have, in their order. The ids are remembered by browsers. */
export const COLUMNS: readonly TaskColumn[] = [
  {
    ...{ id: 'status', title: 'Status', widthRem: 7.25 },
    cell: ({ status }) => <StatusBadge status={status} />,
  },
  {
    ...{ id: 'name', title: 'Name', widthRem: 7 },
    cell: ({ task_id: id, name }) => (
      <a href={pathTo.task(id)} title={name}>
        {name}
      </a>
    ),
  },
  {
    ...{ id: 'id', title: 'ID', widthRem: 7.5 },
    cell: ({ task_id: id }) => (
      <code title={id} class="soft">
        …{id.slice(-12)}
      </code>
    ),
  },
  {
    ...{ id: 'payload', title: 'Payload', widthRem: 7, isPayload: true },
    cell: ({ payload }) => <code title={payload}>{payload}</code>,
  },
  {
    ...{ id: 'result', title: 'Result', widthRem: 9 },
    cell: ({ result, isStale }) =>
      isStale ? <span class="soft">…</span> : <code title={result}>{result}</code>,
  },
  {
    ...{ id: 'error', title: 'Error', widthRem: 14 },
    cell: ({ error }) =>
      error && (
        <span title={`${error.type}: ${error.message}`}>
          <b>{error.type}</b> {error.message}
        </span>
      ),
  },
  {
    ...{ id: 'queue', title: 'Queue', widthRem: 4.25 },
    cell: ({ queue }) => <span title={queue}>{queue}</span>,
  },
  {
    ...{ id: 'created', title: 'Received', widthRem: 6.25, isSortable: true },
    cell: ({ created_at: at }) => <Time at={at} />,
  },
  {
    ...{ id: 'started', title: 'Started', widthRem: 6.5 },
    cell: ({ started_at: at }) => <Time at={at} />,
  },
  {
    ...{ id: 'finished', title: 'Finished', widthRem: 6.5, isSortable: true },
    cell: ({ finished_at: at }) => <Time at={at} />,
  },
  {
    ...{ id: 'run_at', title: 'Due', widthRem: 6.5 },
    cell: ({ run_at: at }) => <Time at={at} />,
  },
  {
    ...{ id: 'run_ms', title: 'Runtime', widthRem: 6, isNumber: true, isSortable: true },
    cell: (row) => <Runtime row={row} />,
  },
  {
    ...{ id: 'worker', title: 'Worker', widthRem: 5.25 },
    cell: ({ worker }) => worker && <span title={worker}>{worker}</span>,
  },
  {
    ...{ id: 'attempt', title: 'Attempt', widthRem: 4.75, isNumber: true },
    cell: ({ attempt, max_attempts: most }) =>
      attempt === 0 ? <span class="soft">–</span> : `${attempt} of ${most}`,
  },
  {
    ...{ id: 'tags', title: 'Tags', widthRem: 10 },
    cell: ({ tags }) => tags.map((tag) => <Tag key={tag} text={tag} href={pathTo.tasks({ tag })} />),
  },
  {
    ...{ id: 'priority', title: 'Priority', widthRem: 5 },
    cell: ({ priority }) => priority,
  },
  {
    ...{ id: 'submitted_by', title: 'Submitted by', widthRem: 7 },
    cell: ({ submitted_by: by }) => by,
  },
];

function Runtime({ row }: { readonly row: TaskRow }) {
  if (row.status === 'STARTED' && row.started_at) return <Elapsed since={row.started_at} />;
  const ms = runMsOf(row);
  return ms === undefined ? <span class="soft">–</span> : <>{duration(ms)}</>;
}

/** The last column of each list. */
export const MENU_COLUMN: TaskColumn = {
  ...{ id: 'menu', title: 'Actions', widthRem: 2.25 },
  heading: <span class="visually-hidden">Actions</span>,
  cell: (row) => <RowMenu row={row} />,
};

/** For the list of what runs: the time so far, against what is usual. */
export function runningColumn(usual: RunTimes): TaskColumn {
  return {
    ...{ id: 'started', title: 'Running for', widthRem: 15, isSortable: true },
    cell: (row) => <RunningTime row={row} usual={usual} />,
  };
}

/** A field of the payload as a column of its own. */
export function payloadColumn(field: string): TaskColumn {
  return {
    ...{ id: `payload.${field}`, title: field, widthRem: 8, isPayload: true },
    cell: ({ values }) => <code title={values[field]}>{values[field]}</code>,
  };
}
