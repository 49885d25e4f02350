import {
  type Condition,
  QueryError,
  type TaskStatus,
  conditionsOf,
  madeAt,
  parseQuery,
} from '../../core/index.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { type BulkVerb, possibleStates, statesOf } from './bulk-step.js';

/** An order by query, as it is stored. */
export interface QueryOrder {
  readonly action: BulkVerb;
  readonly q: string;
  readonly sees_payloads?: boolean;
}

/**
 * The tasks that an order means, at the time of its submit. A query that names no status means the usual ones of the
 * action.
 *
 * @param id of the bulk action
 */
export function conditionsFor(
  { action, q, sees_payloads: seesPayloads = false }: QueryOrder,
  id: string,
): Condition[] {
  const asked = conditionsOf(parseQuery(q), { now: madeAt(id), seesPayloads });
  return [...asked, { kind: 'status', isNegated: false, anyOf: statesIn(action, asked) }];
}

function statesIn(action: BulkVerb, asked: readonly Condition[]): readonly TaskStatus[] {
  const named = asked.flatMap((each) => (each.kind === 'status' ? [each] : []));
  const isNamed = named.some(({ isNegated }) => !isNegated);
  const possible = isNamed ? possibleStates(action) : statesOf(action);
  return possible.filter((state) =>
    named.every(({ anyOf, isNegated }) => anyOf.includes(state) !== isNegated),
  );
}

/**
 * @throws InvalidRequestError for a mistake, an empty query, or one whose tasks the action cannot apply to
 * @throws HiddenPayloadError
 */
export function refuseUnfitQuery(order: QueryOrder): void {
  const asked = locating(() =>
    conditionsOf(parseQuery(order.q), { now: 0, seesPayloads: order.sees_payloads ?? false }),
  );
  if (asked.length === 0) throw invalid('the query must have at least one term');
  if (statesIn(order.action, asked).length > 0) return;
  throw invalid(
    `${order.action} applies to ${possibleStates(order.action).join(', ')}, and the query excludes these`,
  );
}

function locating<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof QueryError ? InvalidRequestError.inQuery(error, { pointer: '/q' }) : error;
  }
}

function invalid(message: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer: '/q', message }]);
}
