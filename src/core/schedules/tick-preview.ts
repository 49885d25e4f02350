import type { ClockChange } from '../../platform/timing/time-zone.js';
import { type TickRule, TickTimes } from './times/tick-times.js';

/** A tick to come. */
export interface PreviewedTick {
  /** ms since 1970 */
  readonly at: number;
  /** In the schedule's zone: `2027-03-28T03:00:00+02:00`. */
  readonly local: string;
  /** `gap`: the clocks skip its time, so it is right after. `overlap`: the clocks show its time twice. */
  readonly change: ClockChange | null;
}

/** The next ticks of a rule after a time. @throws InvalidScheduleError */
export function previewTicks(rule: TickRule, after: number, count: number): PreviewedTick[] {
  const times = new TickTimes(rule);
  return times.following(after, count).map((at) => {
    return { at, local: times.zone.localText(at), change: times.changeAt(at) };
  });
}
