import { useSignal } from '@preact/signals';
import { type TaskStatus, type WorkflowDetails, STATUSES } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Button } from '../../components/controls/button.js';
import { SelectField } from '../../components/controls/select-field.js';
import { TextField } from '../../components/controls/text-field.js';
import { FilterBar } from '../../components/layout/filter-bar.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { type Column, Table } from '../../components/data/table.js';
import { Tags } from '../../components/data/tags.js';
import { Time } from '../../components/data/time.js';
import { duration } from '../../format/duration.js';
import { now } from '../../format/now.js';
import { count } from '../../format/number.js';
import { StepLink } from './step-link.js';
import { type ListedStep, listSteps, matchSteps, remarksOf, runningMs } from './step-list.js';

/** A table of 10,000 rows would hold up the browser; what one looks for is found by the filter. */
const ROWS = 200;
/** From this many steps on, there is a filter. */
const MANY = 15;

const COLUMNS: readonly Column<ListedStep>[] = [
  { id: 'step', title: 'Step', cell: (row) => <StepLink name={row.name} /> },
  { id: 'status', title: 'Status', cell: ({ step }) => <StatusBadge status={step.status} /> },
  { id: 'task', title: 'Task', cell: ({ step }) => <a href={pathTo.task(step.task_id)}>{step.task}</a> },
  {
    id: 'after',
    title: 'After',
    cell: ({ step }) =>
      step.after?.length ? (
        <span title={step.after.join(', ')}>{step.after.join(', ')}</span>
      ) : (
        <span class="soft">–</span>
      ),
  },
  { id: 'started', title: 'Started', cell: ({ step }) => <Time at={step.started_at} /> },
  {
    id: 'ran',
    title: 'Ran for',
    isNumber: true,
    cell: ({ step }) => duration(runningMs(step, now.value)),
  },
  {
    id: 'remarks',
    title: 'Remarks',
    cell: (row) => <Tags texts={remarksOf(row)} />,
  },
];

export interface StepTableProps {
  readonly workflow: WorkflowDetails;
  readonly chosen: string | undefined;
}

/** All steps as a table: for screen readers, small screens, and workflows that are too large to draw. */
export function StepTable({ workflow, chosen }: StepTableProps) {
  const text = useSignal('');
  const status = useSignal<TaskStatus | ''>('');
  const limit = useSignal(ROWS);
  const all = listSteps(workflow);
  const rows = matchSteps(all, { text: text.value, status: status.value });
  return (
    <div class="stack">
      {all.length > MANY && (
        <FilterBar>
          <TextField
            label="Step or task"
            type="search"
            value={text.value}
            onInput={(value) => (text.value = value)}
          />
          <SelectField<TaskStatus | ''>
            label="Status"
            value={status.value}
            options={[{ value: '', label: 'Any' }, ...STATUSES.map((value) => ({ value, label: value }))]}
            onChange={(value) => (status.value = value)}
          />
        </FilterBar>
      )}
      <Table
        caption="Steps"
        columns={COLUMNS}
        rows={rows.slice(0, limit.value)}
        keyOf={({ name }) => name}
        currentKey={chosen}
        empty={<p class="table-note soft">No step matches.</p>}
      />
      {rows.length > limit.value && (
        <p class="line soft">
          {count(limit.value)} of {count(rows.length)} steps
          <Button label={`Show ${ROWS} more`} icon="down" onClick={() => (limit.value += ROWS)} />
        </p>
      )}
    </div>
  );
}
