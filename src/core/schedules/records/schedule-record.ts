import { type Schedule, type ScheduleFacts, type ScheduleProgress } from '../schedule.js';

/** The fields of a schedule's hash. `facts` is JSON; the others are read and changed by scripts. */
export const scheduleFields = [
  'facts',
  'revision',
  'tick',
  'due',
  'queued',
  'open',
  'last_tick',
  'missed',
  'unknown_since',
] as const;

type Field = (typeof scheduleFields)[number];

/** @param values in the order of `scheduleFields`; missing ones are null */
export function scheduleOf(id: string, values: readonly (string | null)[]): Schedule | undefined {
  const read = (field: Field) => values[scheduleFields.indexOf(field)] ?? '';
  if (read('facts') === '') return undefined;
  const number = (field: Field) => (read(field) === '' ? null : Number(read(field)));
  const progress: ScheduleProgress = {
    revision: number('revision') ?? 0,
    tick: number('tick'),
    due: number('due'),
    queued: number('queued'),
    open: read('open') === '' ? [] : read('open').split(' '),
    lastTick: number('last_tick'),
    missed: number('missed') ?? 0,
    unknownSince: number('unknown_since'),
  };
  // Only `ScheduleStore` writes the facts.
  return { id, ...(JSON.parse(read('facts')) as ScheduleFacts), ...progress };
}
