import type { TaskStatus } from '../../../api/types.js';
import { valuesOf, withValues } from '../query/query-text.js';
import type { Selection } from './selection.js';

/** Actions on many tasks. */
export type Verb = 'retry' | 'cancel' | 'delete';

/** The statuses of the tasks that an action applies to. A cancelled task did not fail: it is never retried with others. */
const STATUSES: Readonly<Record<Verb, readonly TaskStatus[]>> = {
  retry: ['FAILURE'],
  cancel: ['PENDING', 'STARTED', 'RETRY'],
  delete: ['SUCCESS', 'FAILURE', 'REVOKED'],
};

export const VERBS: readonly Verb[] = ['retry', 'cancel', 'delete'];

/** IDs that one query may name. */
const IDS_A_QUERY = 20;

/** An action whose tasks are named by queries: one, or several for many single rows. */
export interface Order {
  readonly verb: Verb;
  readonly queries: readonly string[];
}

/** True if the action applies to a task with this status. */
export function applies(verb: Verb, status: TaskStatus): boolean {
  return STATUSES[verb].includes(status);
}

/** The statuses that a query can find and an action applies to. */
export function statusesOf(verb: Verb, q: string): readonly TaskStatus[] {
  const asked = valuesOf(q, 'status').map((status) => status.toUpperCase());
  return STATUSES[verb].filter((status) => asked.length === 0 || asked.includes(status));
}

/** The order for all tasks that fit a query. */
export function orderForAll(verb: Verb, q: string): Order {
  return { verb, queries: [withValues(q, 'status', statusesOf(verb, q))] };
}

/** The order for the selected rows. */
export function orderForRows(verb: Verb, { ids }: Selection): Order {
  const all = [...ids];
  const queries: string[] = [];
  for (let from = 0; from < all.length; from += IDS_A_QUERY)
    queries.push(`id:${all.slice(from, from + IDS_A_QUERY).join('|')} status:${STATUSES[verb].join('|')}`);
  return { verb, queries };
}
