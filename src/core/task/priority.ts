/** From the least to the most urgent. Within one priority, first come is first served. */
export const priorities = ['low', 'normal', 'high', 'critical'] as const;

export type Priority = (typeof priorities)[number];

/**
 * BullMQ runs lower numbers first, and 0, its "no priority", before all of them: so every task of ours has a number,
 * or a normal task would overtake a critical one.
 */
const PRIORITY_NUMBERS: Readonly<Record<Priority, number>> = { critical: 1, high: 2, normal: 3, low: 4 };

/** The number that BullMQ orders by. */
export function priorityNumber(priority: Priority): number {
  return PRIORITY_NUMBERS[priority];
}

/** The name of BullMQ's number; `normal` for a job of another producer. */
export function priorityOf(number: number | undefined): Priority {
  return priorities.find((name) => PRIORITY_NUMBERS[name] === number) ?? 'normal';
}
