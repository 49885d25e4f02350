import type { TaskChange } from '../../../api/types.js';
import { termsOf } from '../query/query-text.js';

/** Fields that are compared here, with the text of a task's change. */
const FIELDS: Readonly<Record<string, (change: TaskChange) => readonly string[]>> = {
  status: ({ status }) => [status],
  name: ({ name }) => [name],
  queue: ({ queue }) => [queue],
  tag: ({ tags }) => tags,
};

/**
 * A test for changes that a list may have to show. Only the API knows for certain which tasks a query finds: this spares
 * it the questions whose answer is clear.
 *
 * @returns false only for a task that the query cannot find
 */
export function mayFit(query: string): (change: TaskChange) => boolean {
  const tests = termsOf(query).flatMap(({ field, values, isNegated }) => {
    const read = FIELDS[field];
    if (read === undefined || isNegated || values.some(hasMeaning)) return [];
    const wanted = new Set(values.map((value) => value.toLowerCase()));
    return [(change: TaskChange) => read(change).some((text) => wanted.has(text.toLowerCase()))];
  });
  return (change) => tests.every((test) => test(change));
}

/** Wildcards and `null`: more than a text. */
function hasMeaning(value: string): boolean {
  return value.includes('*') || value.toLowerCase() === 'null';
}
