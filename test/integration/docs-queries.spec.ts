import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fitsAll } from '../../src/core/query/matcher.js';
import { parseQuery } from '../../src/core/query/parse/parse-query.js';
import { fieldNames, queryFields } from '../../src/core/query/query-fields.js';
import { conditionsOf } from '../../src/core/query/resolve-query.js';
import { rowsOf } from '../../src/core/task/task-field.js';
import { taskFields } from '../../src/core/task/task-fields.js';
import type { TaskSnapshot } from '../../src/core/task/task-snapshot.js';

const docs = readFileSync('docs/queries.md', 'utf8');
const tasks: Record<string, Record<string, unknown>> = JSON.parse(
  /```json\n([\s\S]*?)```/.exec(docs)?.[1] ?? '{}',
);
const context = { now: Date.parse('2026-01-10T12:00:00Z'), seesPayloads: true };
const EMPTY = {
  tags: [],
  errors: [],
  crashes: 0,
  maxAttempts: 3,
  priority: 'normal',
  isResultLeftOut: false,
};

/** A task from its JSON: a field that is not documented is null. */
function searchedOf({ payload, ...json }: Record<string, unknown>) {
  const fields = rowsOf(taskFields).map(([name, { json: as, toJson }]): [string, unknown] => {
    const value = as === undefined ? undefined : json[as];
    const isTime = toJson !== undefined && typeof value === 'string';
    return [name, isTime ? Date.parse(value) : (value ?? Reflect.get(EMPTY, name) ?? null)];
  });
  return { task: Object.fromEntries(fields) as TaskSnapshot, payload };
}

/** The cells of the tables that have the heading, without the formatting. */
function tableUnder(heading: string): string[][] {
  const section = docs.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) =>
        cell
          .trim()
          .replaceAll('\\|', '|')
          .replace(/^`(.*)`$/, '$1'),
      ),
  );
}

describe('docs/queries.md', () => {
  it.each(tableUnder('Examples'))('%s finds %s', (query = '', found) => {
    const conditions = conditionsOf(parseQuery(query === '(empty)' ? '' : query), context);
    const fitting = Object.keys(tasks).filter((name) => fitsAll(searchedOf(tasks[name] ?? {}), conditions));
    expect(fitting.join(' ') || 'none').toBe(found);
  });

  it('has an example of each kind of term', () => {
    expect(tableUnder('Examples').length).toBeGreaterThan(40);
  });

  it('lists the fields of the table in the code', () => {
    const rows = tableUnder('Fields').map(([name, , ...rest]) => [name, ...rest]);
    expect(rows).toEqual(
      fieldNames.map((name) => [name, queryFields[name].description, queryFields[name].example]),
    );
  });

  it.each(fieldNames)('has an example of %s that is a query', (name) => {
    expect(conditionsOf(parseQuery(queryFields[name].example), context)).toHaveLength(1);
  });

  it.each([...tableUnder('Terms'), ...tableUnder('Payload')].map(([cell = '']) => cell))(
    'writes %s as it is understood',
    (cell) => {
      for (const query of cell.split('`, `')) expect(parseQuery(query).terms.length).toBeGreaterThan(0);
    },
  );
});
