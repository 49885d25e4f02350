import type { components } from '@celeriac/client';
import type { Detail } from '../../../output/details.js';
import type { Style } from '../../../output/style.js';
import type { Column } from '../../../output/table.js';
import { agoText, durationText, timeText } from '../../../output/times.js';

export type Schedule = components['schemas']['ScheduleDto'];
export type Tick = components['schemas']['TickDto'];

/** The columns of a list of schedules. */
export function scheduleColumns(style: Style): Column<Schedule>[] {
  return [
    { title: 'SCHEDULE', cell: ({ schedule_id }) => schedule_id },
    { title: 'STATE', cell: ({ state }) => (state === 'active' ? style.green(state) : style.yellow(state)) },
    { title: 'SUBMITS', cell: workText },
    { title: 'WHEN', cell: ruleText },
    { title: 'NEXT', cell: ({ next_tick_at }) => agoText(next_tick_at) },
    { title: 'LAST', cell: ({ last_tick_at }) => agoText(last_tick_at) },
    { title: 'MISSED', cell: ({ missed }) => missed, align: 'right' },
    { title: 'SOURCE', cell: ({ source }) => source },
    { title: 'NOTE', cell: ({ note }) => note, isText: true },
  ];
}

/** Everything about one schedule. */
export function scheduleDetails(schedule: Schedule): Detail[] {
  const { pause } = schedule;
  return [
    ['schedule', schedule.schedule_id],
    ['state', schedule.state],
    [
      'paused',
      pause && `${timeText(pause.since)} by ${pause.by}${pause.note === null ? '' : `: ${pause.note}`}`,
    ],
    ['submits', workText(schedule)],
    ['payload', schedule.payload && JSON.stringify(schedule.payload)],
    ['options', Object.keys(schedule.options).length > 0 ? JSON.stringify(schedule.options) : undefined],
    ['when', ruleText(schedule)],
    ['from', schedule.start_at],
    ['until', schedule.end_at],
    ['next tick', schedule.next_tick_at && timeText(schedule.next_tick_at)],
    ['last tick', schedule.last_tick_at && timeText(schedule.last_tick_at)],
    ['queued tick', schedule.queued_tick_at && timeText(schedule.queued_tick_at)],
    ['missed', schedule.missed],
    ['overlap', schedule.overlap],
    ['catch-up', `${schedule.catch_up}, window ${durationText(schedule.catch_up_window_ms)}`],
    ['jitter', schedule.jitter_ms > 0 ? durationText(schedule.jitter_ms) : undefined],
    ['source', schedule.source],
    ['changed', `${timeText(schedule.changed_at)} by ${schedule.changed_by}`],
    ['note', schedule.note],
  ];
}

export const TICK_COLUMNS: readonly Column<Tick>[] = [
  { title: 'TICK', cell: ({ tick_at }) => timeText(tick_at) },
  { title: 'TRIGGER', cell: ({ trigger }) => trigger },
  { title: 'OUTCOME', cell: ({ outcome, count }) => (count > 1 ? `${outcome} (${count} ticks)` : outcome) },
  { title: 'LATE', cell: ({ lateness_ms }) => durationText(lateness_ms), align: 'right' },
  { title: 'SUBMITTED', cell: ({ task_id, workflow_id }) => task_id ?? workflow_id },
  { title: 'REASON', cell: ({ reason }) => reason, isText: true },
];

function workText({ task, workflow }: Schedule): string {
  if (task !== null) return task;
  const name = (workflow as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? `workflow ${name}` : 'a workflow';
}

function ruleText({ cron, every_ms, tz }: Schedule): string {
  return cron === null ? `every ${durationText(every_ms)}` : `${cron} (${tz})`;
}
