import type { Queue } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { type Figure, Figures } from '../../components/data/figures.js';
import { duration } from '../../format/duration.js';
import { count } from '../../format/number.js';
import { IdleSince } from './idle-since.js';

const NAMES = ['Running', 'Waiting', 'Backlog', 'Delayed', 'Longest run', 'Failed', 'Workers', 'Idle since'];

/** The state of a queue in numbers. @param queue undefined until it is read: the place is kept */
export function QueueFigures({ queue }: { readonly queue: Queue | undefined }) {
  return <Figures figures={queue ? figuresOf(queue) : NAMES.map((name) => ({ name, value: '–' }))} />;
}

function figuresOf(queue: Queue): readonly Figure[] {
  const { name, counts, slots, consumers, backlog_seconds: seconds, oldest_waiting_ms: oldest } = queue;
  const { succeeded, failed } = queue.last_hour;
  const tasks = (status: string): string => pathTo.tasks({ status, q: `queue:${name}` });
  return [
    {
      name: 'Running',
      value: count(counts.started),
      note: `of ${count(slots)} slots`,
      href: tasks('STARTED'),
    },
    {
      name: 'Waiting',
      value: count(counts.waiting),
      note: oldest !== null && `oldest ${duration(oldest)}`,
      href: tasks('PENDING'),
    },
    {
      name: 'Backlog',
      value: seconds > 0 ? duration(seconds * 1_000) : '–',
      note: seconds > 0 && (queue.paused ? 'once resumed' : 'until it is clear'),
    },
    {
      name: 'Delayed',
      value: count(counts.delayed),
      note: counts.waiting_for_steps > 0 && `${count(counts.waiting_for_steps)} wait for steps`,
    },
    { name: 'Longest run', value: duration(queue.longest_running_ms) },
    {
      name: 'Failed',
      value: count(failed),
      note: `of ${count(succeeded + failed)} in the last hour`,
      href: tasks('FAILURE'),
      isBad: failed > 0,
    },
    { name: 'Workers', value: count(consumers), isBad: consumers === 0 },
    { name: 'Idle since', value: <IdleSince queue={queue} /> },
  ];
}
