import type { Schedule } from '../../api/types.js';

export const SORTS = ['id', 'next', 'last', 'missed', 'state'] as const;
export type SortKey = (typeof SORTS)[number];

export const STATES = ['active', 'paused', 'ended'] as const satisfies readonly Schedule['state'][];

/** Sort key of each column. Null comes last in both orders. */
const VALUES: Readonly<Record<SortKey, (schedule: Schedule) => string | number | null>> = {
  id: ({ schedule_id: id }) => id,
  next: ({ next_tick_at: at }) => at,
  last: ({ last_tick_at: at }) => at,
  missed: ({ missed }) => missed,
  state: ({ state }) => STATES.indexOf(state),
};

export function sortSchedules(
  schedules: readonly Schedule[],
  by: SortKey,
  order: 'asc' | 'desc',
): Schedule[] {
  const valueOf = VALUES[by];
  const sign = order === 'asc' ? 1 : -1;
  return [...schedules].sort((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === right) return a.schedule_id < b.schedule_id ? -1 : 1;
    if (left === null) return 1;
    if (right === null) return -1;
    return left < right ? -sign : sign;
  });
}
