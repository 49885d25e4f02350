import { describe, expect, it } from '@jest/globals';
import type { Condition, HistorySearch } from '../../core/index.js';
import { countSql, planSql, searchSql, waysOf } from './search-sql.js';

const HOSTILE = `x'; DROP TABLE task; --`;
const BARE = { isNegated: false, orMissing: false } as const;
const status: Condition = { isNegated: false, kind: 'status', anyOf: ['FAILURE'] };
const name: Condition = { ...BARE, kind: 'text', fields: ['name'], anyOf: [['fetch.page']] };
const worker: Condition = { ...BARE, kind: 'text', fields: ['worker'], anyOf: [['', HOSTILE, '']] };
const workflow: Condition = {
  ...{ ...BARE, kind: 'text', fields: ['workflow'] },
  anyOf: [['019ac000-0000-7000-8000-000000000001']],
};
const tag: Condition = { ...BARE, kind: 'tag', anyOf: [[HOSTILE]] };
const anywhere: Condition = {
  isNegated: false,
  kind: 'anywhere',
  anyOf: [['', HOSTILE, '']],
  inPayload: true,
};
const short: Condition = { isNegated: false, kind: 'anywhere', anyOf: [['', '%_', '']], inPayload: false };
const equal: Condition = {
  ...{ ...BARE, kind: 'document', document: 'payload', path: [HOSTILE, '0', 'a'] },
  anyOf: [{ equals: [7, HOSTILE] }],
};
const created: Condition = {
  ...BARE,
  kind: 'time',
  field: 'created',
  anyOf: [{ from: Date.UTC(2026, 0, 31, 12) }],
};

const page: HistorySearch = {
  ...{ conditions: [], sort: 'created', order: 'desc', limit: 50, maxResultBytes: 0, withPayload: false },
};
const WALK = { kind: 'walk' } as const;
const WAYS = [
  { kind: 'look', most: 9 },
  { kind: 'collect', from: HOSTILE, before: HOSTILE },
] as const;
const ways = (conditions: readonly Condition[], sort: HistorySearch['sort'] = 'created') =>
  waysOf({ conditions, sort }, true);

describe('the SQL of a search', () => {
  it('has no text of the query in it', () => {
    const conditions = [status, name, worker, tag, anywhere, equal, created];
    const search: HistorySearch = { ...page, conditions, after: { value: 1, id: HOSTILE } };
    const statements = [
      ...[...WAYS, WALK].map((way) => searchSql(search, way, true)),
      ...[countSql(conditions, true, 10), planSql(conditions, true)],
    ];
    for (const { text, values } of statements) {
      expect(text).not.toContain('DROP');
      expect(JSON.stringify(values)).toContain('DROP');
      const places = new Set([...text.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place)));
      expect(places.size).toBe(values.length); // PostgreSQL refuses a parameter that is not used
    }
  });

  it('compares wildcards of LIKE as what they are', () => {
    expect(searchSql({ ...page, conditions: [short] }, WALK, true).values).toContain('%\\%\\_%');
  });

  it('replaces what PostgreSQL cannot store, as the history does', () => {
    const odd: Condition = { ...tag, anyOf: [['a\0b\ud800']] };
    const values = JSON.stringify(searchSql({ ...page, conditions: [odd] }, WALK, true).values);
    expect(values).toContain('a\ufffdb\ufffd');
  });

  it('looks at the newest tasks first if an index finds many in no order', () => {
    expect(ways([])).toEqual(['walk']);
    expect(ways([status, name, created])).toEqual(['walk']);
    expect(ways([status, equal])).toEqual(['look', 'collect']);
    expect(ways([anywhere])).toEqual(['look', 'collect']);
    expect(ways([equal], 'run_ms')).toEqual(['collect']);
    expect(ways([workflow, equal])).toEqual(['collect']);
  });

  it('uses no index for what is negated, may be missing or is too short', () => {
    expect(ways([{ ...equal, isNegated: true }])).toEqual(['walk']);
    expect(ways([{ ...equal, orMissing: true }])).toEqual(['walk']);
    expect(ways([short])).toEqual(['walk']);
    expect(waysOf({ conditions: [anywhere], sort: 'created' }, false)).toEqual(['walk']);
  });

  it('bounds ids by the time of creation, with an hour to spare', () => {
    const { text, values } = searchSql({ ...page, conditions: [created] }, WALK, true);
    expect(text).toContain('UNION ALL');
    expect(text).toContain('task_is_displaced(id, created_at)');
    expect(values).toContain('019c13b5-af80-0000-0000-000000000000'); // 11:00
  });
});
