import type { RunTimes } from '../../api/stats/run-times.js';
import { duration } from '../../format/duration.js';
import { now } from '../../format/now.js';
import { paceOf } from '../../format/pace.js';
import './run-duration.css';

export interface RunDurationProps {
  /** Start of the attempt, RFC 3339. */
  readonly since: string;
  readonly name: string;
  readonly usual: RunTimes;
}

/** Run time of a running task so far, compared with the usual run time of its type. */
export function RunDuration({ since, name, usual }: RunDurationProps) {
  const ms = Math.max(0, now.value - Date.parse(since));
  const usualMs = usual.get(name);
  const pace = paceOf(ms, usualMs);
  const title =
    usualMs === undefined ? 'No usual time is known' : `95 % of ${name} take at most ${duration(usualMs)}`;
  return (
    <span class="run-duration" data-pace={pace} title={title}>
      <span class="number">{duration(ms)}</span>
      {pace === 'stuck' && <strong>stuck?</strong>}
      {usualMs !== undefined && <span class="soft">p95 {duration(usualMs)}</span>}
    </span>
  );
}
