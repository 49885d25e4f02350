import type { Schedule } from '../../api/types.js';
import { pathTo } from '../../app/paths.js';
import { Facts } from '../../components/data/facts.js';
import { Tag } from '../../components/data/tag.js';
import { Time } from '../../components/data/time.js';
import { Panel } from '../../components/layout/panel.js';
import { duration } from '../../format/duration.js';
import { count } from '../../format/number.js';
import { workOf } from './schedule-columns.js';

const OVERLAPS = {
  skip: 'skip the tick',
  queue: 'wait for the earlier one, one tick at most',
  'cancel-previous': 'cancel the earlier one',
  allow: 'run both',
} as const;

const CATCH_UPS = { none: 'none', last: 'the last one', all: 'all' } as const;

/** The rule and options of a schedule, and the numbers of its ticks. */
export function ScheduleFacts({ schedule }: { readonly schedule: Schedule }) {
  return (
    <Panel title="Rule">
      <Facts facts={[...factsOfTicks(schedule), ...factsOfRule(schedule), ...factsOfWork(schedule)]} />
      {schedule.workflow && (
        <details>
          <summary>Workflow</summary>
          <pre class="schedule-json">{JSON.stringify(schedule.workflow, null, 2)}</pre>
        </details>
      )}
    </Panel>
  );
}

type FactList = Parameters<typeof Facts>[0]['facts'];

function factsOfTicks(schedule: Schedule): FactList {
  const { missed, next_tick_at: next, last_tick_at: last, queued_tick_at: queued } = schedule;
  return [
    ['Submits', workOf(schedule)],
    ['Next', <Time at={next} />],
    ['Last', <Time at={last} />],
    ['Waits', queued !== null && <QueuedTick at={queued} />],
    ['Missed', missed === 0 ? '0' : <Tag tone="failure" text={count(missed)} />],
  ];
}

function factsOfRule(schedule: Schedule): FactList {
  const { cron, every_ms: everyMs, tz, start_at: start, end_at: end, jitter_ms: jitterMs } = schedule;
  return [
    ['Cron', cron !== null && <code>{cron}</code>],
    ['Every', everyMs !== null && duration(everyMs)],
    ['Time zone', cron !== null && tz],
    ['From', start !== null && <Time at={start} isExact />],
    ['Until', end !== null && <Time at={end} isExact />],
    ['If the earlier one runs', OVERLAPS[schedule.overlap]],
    ['Missed ticks made up for', catchUpOf(schedule)],
    ['Jitter', jitterMs > 0 && `up to ${duration(jitterMs)}`],
  ];
}

function factsOfWork(schedule: Schedule): FactList {
  const { schedule_id: id, task, options, payload, note, source, changed_by: by } = schedule;
  const tag = `schedule:${id}`;
  const all = task === null ? pathTo.workflows({ tag }) : pathTo.tasks({ tag });
  return [
    ['Options', Object.keys(options).length > 0 && <Json value={options} />],
    ['Payload', payload !== null && <Json value={payload} />],
    ['Note', note],
    ['Source', source === 'code' ? 'declared in code' : `made or changed by ${by}`],
    ['Changed', <Time at={schedule.changed_at} />],
    [task === null ? 'Workflows' : 'Tasks', <a href={all}>All that it has submitted</a>],
  ];
}

function QueuedTick({ at }: { readonly at: string }) {
  return (
    <>
      the tick of <Time at={at} /> for the earlier one
    </>
  );
}

function Json({ value }: { readonly value: object }) {
  return <code>{JSON.stringify(value)}</code>;
}

function catchUpOf({ catch_up: kind, catch_up_window_ms: windowMs }: Schedule): string {
  return kind === 'all' ? `all of the last ${duration(windowMs)}` : CATCH_UPS[kind];
}
