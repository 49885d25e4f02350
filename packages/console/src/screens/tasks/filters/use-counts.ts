import type { components } from '@celeriac/client';
import { api } from '../../../api/client.js';
import { type Loaded, useLoad } from '../../../api/use-load.js';
import { withValues } from '../query/query-text.js';

export type StatusCounts = components['schemas']['TaskCountsDto'];

/** Counting is dear in a long history: not at each change. */
const EVERY_MS = 5_000;

/** The number of tasks in each status that fit the rest of a query. @param isKnownGood false: it may have mistakes */
export function useCounts(q: string, isKnownGood: boolean): Loaded<StatusCounts | undefined> {
  const rest = withValues(q, 'status', []);
  return useLoad(
    async (signal) => {
      if (!isKnownGood) return undefined;
      return (await api.GET('/tasks/counts', { params: { query: { q: rest } }, signal })).data;
    },
    [rest, isKnownGood],
    { everyMs: EVERY_MS },
  );
}

/** `1.2K`, `~1.2K` for an estimate, `10K+` for a bound. */
export function writtenCount(
  { value, relation }: StatusCounts['PENDING'],
  write: (value: number) => string,
): string {
  if (relation === 'estimate') return `~${write(value)}`;
  return relation === 'at_least' ? `${write(value)}+` : write(value);
}
