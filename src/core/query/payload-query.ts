import { parseQuery } from './parse/parse-query.js';
import { QueryError } from './query.js';
import { documentsIn, conditionsOf } from './resolve-query.js';

/**
 * True if an admin's query looks into payloads: together with the tasks that it has found, its text then says what is in
 * them. Free text does. A text that is not a query, such as one that was cut, counts as one that does.
 */
export function looksIntoPayloads(q: string): boolean {
  try {
    return documentsIn(conditionsOf(parseQuery(q), { now: 0, seesPayloads: true })).has('payload');
  } catch (error) {
    if (error instanceof QueryError) return true;
    throw error;
  }
}
