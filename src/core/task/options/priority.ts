/** From least to most urgent. Within one priority, order is first in, first out. */
export const priorities = ['low', 'normal', 'high', 'critical'] as const;

export type Priority = (typeof priorities)[number];

/**
 * BullMQ runs lower numbers first, and 0, its "no priority", before all others. Every task therefore has a number:
 * otherwise a normal task would overtake a critical one.
 */
const PRIORITY_NUMBERS: Readonly<Record<Priority, number>> = { critical: 1, high: 2, normal: 3, low: 4 };

/** BullMQ's number for a priority. */
export function priorityNumber(priority: Priority): number {
  return PRIORITY_NUMBERS[priority];
}

/** The priority of BullMQ's number; `normal` for a job of another producer. */
export function priorityOf(number: number | undefined): Priority {
  return priorities.find((name) => PRIORITY_NUMBERS[name] === number) ?? 'normal';
}
