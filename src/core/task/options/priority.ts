/** From least to most urgent. Within one priority, order is first in, first out. */
export const priorities = ['low', 'normal', 'high', 'critical'] as const;

/** How urgent a task is among those that wait in its queue. */
export type Priority = (typeof priorities)[number];

/**
 * BullMQ runs lower numbers first, and 0, its "no priority", before all others. Every task therefore has a number:
 * otherwise a normal task would overtake a critical one. The numbers between them are for bridges, whose priorities are
 * finer.
 */
const PRIORITY_NUMBERS: Readonly<Record<Priority, number>> = { critical: 10, high: 20, normal: 30, low: 40 };

/** Priorities by the numbers of earlier versions. */
const FORMER_NUMBERS: readonly (Priority | undefined)[] = [undefined, 'critical', 'high', 'normal', 'low'];

/** BullMQ's number for a priority. */
export function priorityNumber(priority: Priority): number {
  return PRIORITY_NUMBERS[priority];
}

/** The priority nearest to BullMQ's number; `normal` for a job of another producer. */
export function priorityOf(number = 0): Priority {
  const nearest = Math.round(number / 10) * 10;
  return FORMER_NUMBERS[number] ?? priorities.find((name) => PRIORITY_NUMBERS[name] === nearest) ?? 'normal';
}
