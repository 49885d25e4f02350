import type { Request } from 'express';
import type { HistorySearch } from '../../core/history/task-history.js';
import type { Condition } from '../../core/query/condition.js';
import { parseQuery } from '../../core/query/parse/parse-query.js';
import { patternOf } from '../../core/query/patterns.js';
import { conditionsOf } from '../../core/query/resolve-query.js';
import type { KnownQueues } from '../../core/task/known-queues.js';
import { mayAct, principalOf, refusePayloadBelowAdmin } from '../access/principal.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import type { TaskSelection } from './task-selection.dto.js';

export type Searched = Pick<HistorySearch, 'conditions' | 'sort' | 'order' | 'withPayload'>;

/**
 * The search that a request asks for.
 *
 * @param now the time to which relative times refer, in ms since 1970
 * @throws QueryError; HiddenPayloadError and AccessError if the client may not see payloads
 */
export function searchedBy(
  selection: TaskSelection,
  request: Request,
  queues: KnownQueues,
  now: number,
): Searched {
  const { q = '', sort = 'created', order = 'desc', include } = selection;
  const principal = principalOf(request);
  if (include !== undefined) refusePayloadBelowAdmin(principal);
  refuseUnknownQueue(queues, selection.queue, { parameter: 'queue' });
  const asked = conditionsOf(parseQuery(q), { now, seesPayloads: mayAct(principal.role, 'admin') });
  return { conditions: [...filtersOf(selection), ...asked], sort, order, withPayload: include !== undefined };
}

/** The other parameters, as conditions. */
function filtersOf({ queue, status, name, tag }: TaskSelection): Condition[] {
  const isNegated = false;
  const whole = (text: string) => ({ anyOf: [patternOf([text])], orMissing: false, isNegated });
  return [
    ...(queue === undefined ? [] : [{ kind: 'text', fields: ['queue'], ...whole(queue) } as const]),
    ...(name === undefined ? [] : [{ kind: 'text', fields: ['name'], ...whole(name) } as const]),
    ...(tag === undefined ? [] : [{ kind: 'tag', ...whole(tag) } as const]),
    ...(status === undefined ? [] : [{ kind: 'status', anyOf: [status], isNegated } as const]),
  ];
}
