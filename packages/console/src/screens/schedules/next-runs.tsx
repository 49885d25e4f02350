import type { PreviewedTick } from '../../api/types.js';
import { Tag } from '../../components/data/tag.js';
import { Time } from '../../components/data/time.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';

const CHANGES = {
  gap: { text: 'clocks go forward', title: 'The clocks skip its time: it runs once, right after the gap' },
  overlap: { text: 'clocks go back', title: 'The clocks show this time twice' },
} as const;

export interface NextRunsProps {
  /** Undefined until they are known. */
  readonly ticks: readonly PreviewedTick[] | undefined;
  readonly error?: unknown;
}

/** Times in the zone of the schedule. Those that a change of the clocks moves are marked. */
export function NextRuns({ ticks, error }: NextRunsProps) {
  if (error !== undefined) return <ErrorNotice error={error} />;
  if (ticks?.length === 0) return <p class="soft">No run is left.</p>;
  return (
    <ol class="next-runs" aria-busy={ticks === undefined}>
      {ticks?.map(({ at, local, clock_change: change }) => (
        <li key={at}>
          <span class="number">{localText(local)}</span>
          <span class="soft">
            <Time at={at} />
          </span>
          {change && <Tag tone="warning" {...CHANGES[change]} />}
        </li>
      ))}
    </ol>
  );
}

const DAY_NAMES = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Sun 2027-03-28 03:00:00 +02:00` of `2027-03-28T03:00:00+02:00` */
export function localText(local: string): string {
  const [date = '', clock = ''] = local.split('T');
  const day = DAY_NAMES[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  return `${day} ${date} ${clock.slice(0, 8)} ${clock.slice(8)}`;
}
