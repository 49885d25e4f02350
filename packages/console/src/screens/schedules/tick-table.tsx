import type { Tick } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { type Column, Table } from '../../components/data/table.js';
import { Tag } from '../../components/data/tag.js';
import { Time } from '../../components/data/time.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { Panel } from '../../components/layout/panel.js';
import { duration } from '../../format/duration.js';
import { count } from '../../format/number.js';
import { LatenessOf } from './lateness.js';

const TONES = {
  submitted: 'success',
  queued: 'plain',
  skipped: 'plain',
  missed: 'failure',
  failed: 'failure',
} as const;

const TRIGGERS = {
  schedule: 'on time',
  'catch-up': 'made up for',
  queue: 'after the earlier one',
  run: 'run by hand',
  backfill: 'backfill',
} as const;

const COLUMNS: readonly Column<Tick>[] = [
  { id: 'tick', title: 'Tick', cell: ({ tick_at: at }) => <Time at={at} isExact /> },
  {
    id: 'outcome',
    title: 'Outcome',
    cell: ({ outcome, count: ticks }) => (
      <Tag tone={TONES[outcome]} text={ticks > 1 ? `${outcome} × ${count(ticks)}` : outcome} />
    ),
  },
  { id: 'trigger', title: 'Trigger', cell: ({ trigger }) => TRIGGERS[trigger] },
  {
    id: 'lateness',
    title: 'Lateness',
    isNumber: true,
    cell: ({ lateness_ms: ms }) => duration(ms),
  },
  { id: 'work', title: 'Submitted', cell: (tick) => <WorkLink {...tick} /> },
  { id: 'reason', title: 'Reason', cell: ({ reason }) => reason ?? <span class="soft">–</span> },
];

export interface TickTableProps {
  /** Newest first; undefined until they are read. */
  readonly ticks: readonly Tick[] | undefined;
  readonly error?: unknown;
}

/** Outcomes of the last ticks. */
export function TickTable({ ticks, error }: TickTableProps) {
  return (
    <Panel
      title="Last ticks"
      actions={
        ticks &&
        ticks.length > 0 && (
          <>
            <span class="soft">Lateness</span>
            <LatenessOf ticks={ticks} />
          </>
        )
      }
    >
      <ErrorNotice error={error} />
      <Table
        caption="Ticks and their outcomes"
        columns={COLUMNS}
        rows={ticks ?? []}
        keyOf={({ tick_at: tick, at, trigger }) => `${tick} ${at} ${trigger}`}
        empty={ticks && <EmptyState title="No tick yet">The last 100 ticks are listed here.</EmptyState>}
      />
    </Panel>
  );
}

function WorkLink({ task_id: task, workflow_id: workflow }: Tick) {
  if (task !== null)
    return (
      <a class="mono" href={pathTo.task(task)}>
        {task}
      </a>
    );
  if (workflow !== null)
    return (
      <a class="mono" href={pathTo.workflow(workflow)}>
        {workflow}
      </a>
    );
  return <span class="soft">–</span>;
}
