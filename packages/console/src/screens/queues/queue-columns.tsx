import type { Queue } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Meter } from '../../components/charts/meter.js';
import { Sparkline } from '../../components/charts/sparkline.js';
import type { Column } from '../../components/data/table.js';
import { duration } from '../../format/duration.js';
import { count, counted } from '../../format/number.js';
import { IdleSince } from './idle-since.js';
import { PauseButton } from './pause-button.js';
import { QueueState } from '../../components/fleet/queue-state.js';

interface QueueColumnsNeeds {
  /** Finished tasks by minute of the last hour, by queue; undefined until they are known. */
  readonly trends: ReadonlyMap<string, readonly number[]> | undefined;
  readonly reload: () => void;
}

const HOUR = 60;

export function queueColumns({ trends, reload }: QueueColumnsNeeds): readonly Column<Queue>[] {
  return [
    {
      id: 'name',
      title: 'Queue',
      cell: (queue) => (
        <span class="line queue-name">
          <a href={pathTo.queue(queue.name)}>{queue.name}</a>
          <QueueState queue={queue} />
        </span>
      ),
    },
    {
      id: 'slots',
      title: 'Slots',
      cell: ({ name, counts, slots }) => (
        <Meter label={`Slots in use of ${name}`} used={counts.started} of={slots} />
      ),
    },
    { id: 'trend', title: 'Last hour', cell: ({ name }) => <Trend values={trends?.get(name)} /> },
    { id: 'waiting', title: 'Waiting', isNumber: true, cell: ({ counts }) => count(counts.waiting) },
    { id: 'oldest', title: 'Oldest', isNumber: true, cell: ({ oldest_waiting_ms: ms }) => duration(ms) },
    {
      id: 'backlog',
      title: 'Backlog',
      isNumber: true,
      cell: ({ backlog_seconds: seconds }) => (seconds === 0 ? '–' : duration(seconds * 1_000)),
    },
    { id: 'delayed', title: 'Delayed', isNumber: true, cell: ({ counts }) => count(counts.delayed) },
    { id: 'failed', title: 'Failed / h', isNumber: true, cell: ({ last_hour: hour }) => count(hour.failed) },
    { id: 'consumers', title: 'Workers', isNumber: true, cell: ({ consumers }) => count(consumers) },
    { id: 'idle', title: 'Idle since', cell: (queue) => <IdleSince queue={queue} /> },
    {
      id: 'act',
      title: 'Actions',
      heading: <span class="visually-hidden">Actions</span>,
      cell: (queue) => <PauseButton queue={queue} onDone={reload} isIconOnly />,
    },
  ];
}

function Trend({ values }: { readonly values: readonly number[] | undefined }) {
  const known = values ?? Array<number>(HOUR).fill(0);
  const ended = known.reduce((total, value) => total + value, 0);
  return <Sparkline label={`${counted(ended, 'task')} ended in the last hour`} values={known} />;
}
