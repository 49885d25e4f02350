import { now } from '../../format/now.js';
import { exactTime, relativeTime } from '../../format/time.js';
import { timeZone } from '../../preferences/time-zone.js';

export interface TimeProps {
  /** RFC 3339, or ms since 1970; null where it has not happened. */
  readonly at: string | number | null | undefined;
  /** Shows the exact time, with the relative one on hover. */
  readonly isExact?: boolean;
}

/** A time, such as `4 min ago`, with the exact one on hover. */
export function Time({ at, isExact = false }: TimeProps) {
  if (at === null || at === undefined) return <span class="soft">–</span>;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  const exact = exactTime(ms, timeZone.value);
  const relative = relativeTime(ms, now.value);
  return (
    <time dateTime={new Date(ms).toISOString()} title={isExact ? relative : exact}>
      {isExact ? exact : relative}
    </time>
  );
}
