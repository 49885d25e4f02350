import { describe, expect, it } from '@jest/globals';
import { parseQuery } from '../parse/parse-query.js';
import { QueryError } from '../query.js';
import { type QueryKnowledge, suggestAt } from './suggest-at.js';

const knowledge: QueryKnowledge = {
  values: {
    name: ['fetch.store', 'fetch.page', 'math.divide'],
    queue: ['fetch', 'default'],
    tag: ['night shift', 'test', 'null'],
    worker: ['w1'],
  },
  types: [
    {
      name: 'fetch.store',
      payload: {
        type: 'object',
        properties: {
          url: { type: 'string', description: 'Address of the page' },
          method: { enum: ['GET', 'HEAD'] },
          headers: { type: 'array', items: { $ref: '#/$defs/Header' } },
          'x y': { type: 'boolean' },
        },
        $defs: { Header: { properties: { name: { type: 'string' }, parent: { $ref: '#/$defs/Header' } } } },
      },
      result: { allOf: [{ properties: { status: { enum: ['complete', 'cut'] } } }] },
    },
    { name: 'math.divide', payload: { properties: { x: { type: 'number' }, y: { type: 'number' } } } },
  ],
  seesPayloads: true,
};

/** `|` is the cursor. The texts after each suggestion is taken. */
function taken(text: string, known = knowledge): string[] {
  const cursor = text.indexOf('|');
  const query = text.slice(0, cursor) + text.slice(cursor + 1);
  const { from, to, items } = suggestAt(query, cursor, known);
  return items.map((item) => query.slice(0, from) + item.text + query.slice(to));
}

describe('suggestAt', () => {
  it.each([
    ['sta|', ['status:', 'started:', '-'].slice(0, 2)],
    ['-err|', ['-error:', '-error.type:', '-error.message:']],
    ['a wor|', ['a worker:', 'a workflow:']],
    [
      'status:|',
      ['PENDING', 'STARTED', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'].map((word) => `status:${word}`),
    ],
    ['status:f| tag:x', ['status:FAILURE tag:x']],
    ['status:SUCCESS"|', ['status:SUCCESS']],
    ['priority:hi|g', ['priority:high']],
    ['name:fetch.|', ['name:fetch.store', 'name:fetch.page']],
    ['name:divide|', ['name:math.divide']],
    ['name:math.divide queue:|', ['name:math.divide queue:fetch', 'name:math.divide queue:default']],
    ['tag:"ni|', ['tag:"night shift"']],
    ['tag:"ni|ght" b', ['tag:"night shift" b']],
    ['tag:nu|', ['tag:"null"']],
    ['created:>-1|', ['created:>-15m', 'created:>-1h']],
    ['created:y|', ['created:yesterday', 'created:today']],
    ['run_ms:>1|', ['run_ms:>1s', 'run_ms:>10s', 'run_ms:>1m', 'run_ms:>10m']],
    ['divid|', ['name:math.divide']],
    ['payload.u|', ['payload.url:']],
    ['name:math.* payload.|', ['payload.x:', 'payload.y:'].map((path) => `name:math.* ${path}`)],
    ['payload.headers.*.n|', ['payload.headers.*.name:']],
    ['payload."x |', ['payload."x y":']],
    ['payload.method:h|', ['payload.method:HEAD']],
    ['payload."x y":|', ['payload."x y":true', 'payload."x y":false']],
    ['result.|', ['result.status:']],
    ['result.status:c|', ['result.status:complete', 'result.status:cut']],
    ['unknown:|', []],
    ['__proto__:|', []],
  ])('completes %s', (text, expected) => expect(taken(text).slice(0, 6)).toEqual(expected));

  it('describes what it suggests', () => {
    expect(suggestAt('payload.u', 9, knowledge).items).toEqual([
      { kind: 'path', text: 'payload.url:', description: 'Address of the page' },
    ]);
  });

  it('writes names in paths as a query needs them', () => {
    expect(taken('payload.x|')).toContain('payload."x y":');
  });

  it('does not know payloads for those who may not see them', () => {
    const known = { ...knowledge, seesPayloads: false };
    expect(['pay|', 'payload.u|', 'payload.method:|'].flatMap((text) => taken(text, known))).toEqual([]);
    expect(taken('result.|', known)).toEqual(['result.status:']);
  });

  it('suggests at most 20, whatever the text and the knowledge', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `n${i}`);
    expect(suggestAt('name:', 5, { ...knowledge, values: { name: many } }).items).toHaveLength(20);
    expect(suggestAt('"'.repeat(1_000_000), 900_000, knowledge).items).toHaveLength(20);
    expect(suggestAt('sta', -5, knowledge).items).toHaveLength(20);
    expect(suggestAt('sta', 1_000, knowledge).items).toHaveLength(2);
  });

  it('suggests only what a query understands', () => {
    const texts = [
      '',
      's',
      'tag:',
      'created:',
      'run_ms:',
      'priority:',
      'payload.',
      'payload.method:',
      'fetch',
    ];
    const all = texts.flatMap((text) => taken(`${text}|`));
    const wrong = all.filter((text) => /[^:.]$/.test(text) && faultsOf(text) > 0);
    expect(all.length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });
});

function faultsOf(text: string): number {
  try {
    parseQuery(text);
    return 0;
  } catch (error) {
    if (error instanceof QueryError) return error.faults.length;
    throw error;
  }
}
