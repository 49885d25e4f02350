import type { Range } from './condition.js';

export function isWithin({ from, to, excludesFrom, excludesTo }: Range, value: number): boolean {
  const isAfter = from === undefined || (excludesFrom ? value > from : value >= from);
  const isBefore = to === undefined || (excludesTo ? value < to : value <= to);
  return isAfter && isBefore;
}
