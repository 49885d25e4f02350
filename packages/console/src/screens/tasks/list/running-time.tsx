import type { RunTimes } from '../../../api/stats/run-times.js';
import { RunDuration } from '../../../components/data/run-duration.js';
import { duration } from '../../../format/duration.js';
import { now } from '../../../format/now.js';
import type { TaskRow } from './task-row.js';

export interface RunningTimeProps {
  readonly row: TaskRow;
  readonly usual: RunTimes;
}

/** Run time of a task so far, or the time since it was asked to stop. */
export function RunningTime({ row, usual }: RunningTimeProps) {
  if (row.status !== 'STARTED' || !row.started_at) return <span class="soft">has ended</span>;
  const asked = row.cancel_requested_at;
  if (asked) return <Asked agoMs={now.value - Date.parse(asked)} />;
  return <RunDuration since={row.started_at} name={row.name} usual={usual} />;
}

/** A handler that heeds its signal stops within this time. */
const HEEDED_MS = 10_000;

function Asked({ agoMs }: { readonly agoMs: number }) {
  const ignores = agoMs > HEEDED_MS;
  return (
    <span class={ignores ? 'running-time stuck' : 'running-time'}>
      asked {duration(Math.max(0, agoMs))} ago{ignores && ', ignores its signal'}
    </span>
  );
}
