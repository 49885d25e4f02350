import type { Workflow } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Meter } from '../../components/charts/meter.js';
import type { Column } from '../../components/data/table.js';
import { Elapsed } from '../../components/data/elapsed.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { Tags } from '../../components/data/tags.js';
import { Time } from '../../components/data/time.js';
import { duration } from '../../format/duration.js';

export const WORKFLOW_COLUMNS: readonly Column<Workflow>[] = [
  {
    id: 'name',
    title: 'Workflow',
    cell: ({ workflow_id: id, name }) => (
      <a href={pathTo.workflow(id)} title={id}>
        {name ?? <span class="mono">{id}</span>}
      </a>
    ),
  },
  { id: 'status', title: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'steps',
    title: 'Steps ended',
    cell: ({ step_count: all, open_step_count: open }) => (
      <Meter label={`${all - open} of ${all} steps have ended`} used={all - open} of={all} />
    ),
  },
  { id: 'created', title: 'Created', cell: ({ created_at: at }) => <Time at={at} /> },
  { id: 'duration', title: 'Duration', isNumber: true, cell: (workflow) => <Lasted {...workflow} /> },
  {
    id: 'tags',
    title: 'Tags',
    cell: ({ tags }) => <Tags texts={tags} pathOf={(tag) => pathTo.workflows({ tag })} />,
  },
  {
    id: 'by',
    title: 'Submitted by',
    cell: ({ submitted_by: by }) => by ?? <span class="soft">–</span>,
  },
];

function Lasted({ created_at: from, finished_at: to }: Workflow) {
  return to === null ? <Elapsed since={from} /> : <>{duration(Date.parse(to) - Date.parse(from))}</>;
}
