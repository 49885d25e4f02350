import type { Schedule } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import type { Column } from '../../components/data/table.js';
import { Tag } from '../../components/data/tag.js';
import { Time } from '../../components/data/time.js';
import { count } from '../../format/number.js';
import { Lateness } from './lateness.js';
import { ScheduleState, scheduleWords } from './schedule-state.js';

export const SCHEDULE_COLUMNS: readonly Column<Schedule>[] = [
  {
    id: 'id',
    title: 'Schedule',
    isSortable: true,
    cell: ({ schedule_id: id }) => <a href={pathTo.schedule(id)}>{id}</a>,
  },
  {
    id: 'rule',
    title: 'Runs',
    cell: (schedule) => <span title={schedule.cron ?? undefined}>{scheduleWords(schedule)}</span>,
  },
  { id: 'work', title: 'Submits', cell: (schedule) => workOf(schedule) },
  { id: 'state', title: 'State', isSortable: true, cell: (schedule) => <ScheduleState {...schedule} /> },
  { id: 'next', title: 'Next', isSortable: true, cell: ({ next_tick_at: at }) => <Time at={at} /> },
  { id: 'last', title: 'Last', isSortable: true, cell: ({ last_tick_at: at }) => <Time at={at} /> },
  { id: 'lateness', title: 'Lateness', cell: (schedule) => <Lateness schedule={schedule} /> },
  {
    id: 'missed',
    title: 'Missed',
    isNumber: true,
    isSortable: true,
    cell: ({ missed }) => (missed === 0 ? '0' : <Tag tone="failure" text={count(missed)} />),
  },
  {
    id: 'source',
    title: 'Source',
    cell: ({ source, changed_by: by, note }) => (
      <span
        title={[source === 'code' ? 'Declared in code' : `Last changed by ${by}`, note]
          .filter(Boolean)
          .join('. ')}
      >
        {source}
      </span>
    ),
  },
];

/** The task or the workflow that a schedule submits. */
export function workOf({ task, workflow }: Schedule): string {
  if (task !== null) return task;
  const name = workflow?.['name'];
  return typeof name === 'string' ? `workflow ${name}` : 'workflow';
}
