import type { TaskStatus } from '../../../api/types.js';

/** A run of a type, for the chart. */
export interface Run {
  readonly id: string;
  readonly status: TaskStatus;
  readonly ms: number;
}

/** The runs with the given one among them: one that runs, or is older, comes at its end or its beginning. */
export function runsOf(newest: readonly Run[], own: Run | undefined): Run[] {
  if (own === undefined) return [...newest];
  if (newest.some(({ id }) => id === own.id)) return newest.map((run) => (run.id === own.id ? own : run));
  return own.status === 'STARTED' ? [...newest, own] : [own, ...newest];
}

export interface PlaceAmongRuns {
  readonly median: number;
  readonly p95: number;
  readonly own: number | undefined;
  /** Share of the other runs that were shorter, 0 to 1. */
  readonly slowerThan: number;
}

export function placeAmong(runs: readonly Run[], ownId: string): PlaceAmongRuns {
  const own = runs.find(({ id }) => id === ownId)?.ms;
  const others = runs.filter(({ id }) => id !== ownId);
  const sorted = runs.map(({ ms }) => ms).sort((one, other) => one - other);
  const quantile = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  const shorter = own === undefined ? 0 : others.filter(({ ms }) => ms < own).length;
  return {
    ...{ median: quantile(0.5), p95: quantile(0.95), own },
    slowerThan: others.length === 0 ? 0 : shorter / others.length,
  };
}
