import { type ListWish, SORTS } from '../list/list-wish.js';
import { valuesOf, withValues } from './query-text.js';

/** Parameters of the address that stand for a term: links from other screens are short. */
const SHORTHANDS = ['status', 'name', 'queue', 'tag', 'worker'] as const;

type Parameters = Readonly<Record<string, string | undefined>>;

/** The query that an address means. */
function queryIn(parameters: Parameters): string {
  return SHORTHANDS.reduce(
    (q, field) => (parameters[field] ? withValues(q, field, [parameters[field]]) : q),
    parameters['q'] ?? '',
  );
}

/** Query and order in an address. `isRunning`: the running tasks, ordered by their start. */
export function wishIn(
  parameters: Parameters,
): Pick<ListWish, 'q' | 'sort' | 'order'> & { readonly isRunning: boolean } {
  const q = queryIn(parameters);
  const wanted = SORTS.find((one) => one === parameters['sort']) ?? 'created';
  const isRunning = wanted === 'started' && valuesOf(q, 'status').join().toUpperCase() === 'STARTED';
  const sort = wanted === 'started' && !isRunning ? 'created' : wanted;
  const order = parameters['order'] === 'asc' && (isRunning || wanted !== 'started') ? 'asc' : 'desc';
  return { q, sort, order, isRunning };
}

/** The changes of an address that make it mean this query. */
export function addressOf(q: string): Parameters {
  return { ...Object.fromEntries(SHORTHANDS.map((field) => [field, undefined])), q };
}
