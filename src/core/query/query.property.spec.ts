import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isFound } from '../../../test/support/naive-filter.js';
import { ASKED_AT, queries, searchedTasks } from '../../../test/support/random-queries.js';
import { fitsAll } from './matcher.js';
import { parseQuery } from './parse/parse-query.js';
import { printQuery } from './print-query.js';
import { QueryError } from './query.js';
import { conditionsOf } from './resolve-query.js';

const context = { now: ASKED_AT, seesPayloads: true };

describe('a random query', () => {
  it('is parsed from what is printed of it', () => {
    fc.assert(
      fc.property(queries, (query) => expect(parseQuery(printQuery(query))).toEqual(query)),
      { numRuns: 1_000 },
    );
  });

  it('finds what a naive filter finds', () => {
    const seen = { found: 0, left: 0 };
    fc.assert(
      fc.property(queries, fc.array(searchedTasks, { minLength: 10, maxLength: 10 }), (query, tasks) => {
        const conditions = conditionsOf(query, context);
        for (const task of tasks) {
          const isFitting = fitsAll(task, conditions);
          seen[isFitting ? 'found' : 'left']++;
          expect(isFitting).toBe(isFound(query, task));
        }
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(seen.found, seen.left)).toBeGreaterThan(1_000);
  });
});

describe('a random text', () => {
  const characters = fc.constantFrom(
    ...Array.from('ab:|"\\*.-><=( 07\t'),
    'status:',
    'payload.',
    'created:',
    'error:',
    'run_ms:',
    '..',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(characters).map((parts) => parts.join('')),
  );

  it('is a query that can be printed, or has faults inside of it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const query = queryOrFaults(text);
        if ('terms' in query) return expect(parseQuery(printQuery(query))).toEqual(query);
        for (const { column, length } of query) {
          expect(column).toBeGreaterThan(0);
          expect(column - 1 + length).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

function queryOrFaults(text: string) {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof QueryError) return error.faults;
    throw error;
  }
}
