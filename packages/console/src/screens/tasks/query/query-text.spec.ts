import { describe, expect, it } from '@jest/globals';
import {
  quotedIfNeeded,
  termsOf,
  valuesOf,
  withIdsAsAlternatives,
  withToggled,
  withValues,
  withWritten,
  withoutTerm,
} from './query-text.js';

const QUERY = 'status:FAILURE|RETRY -tag:"night shift" created:>-2h timeout';

describe('termsOf', () => {
  it('reads fields, values, negations and places', () => {
    expect(termsOf(QUERY)).toEqual([
      {
        text: 'status:FAILURE|RETRY',
        from: 0,
        isNegated: false,
        field: 'status',
        values: ['FAILURE', 'RETRY'],
      },
      { text: '-tag:"night shift"', from: 21, isNegated: true, field: 'tag', values: ['night shift'] },
      { text: 'created:>-2h', from: 40, isNegated: false, field: 'created', values: ['>-2h'] },
      { text: 'timeout', from: 53, isNegated: false, field: '', values: ['timeout'] },
    ]);
  });

  it.each([
    ['', []],
    ['  a \t b ', ['a', 'b']],
    ['"a b:c" d', ['"a b:c"', 'd']],
    ['payload."first name":Ada x', ['payload."first name":Ada', 'x']],
    ['a:"say \\" it" b', ['a:"say \\" it"', 'b']],
    ['a "not closed', ['a', '"not closed']],
    ['a "\\', ['a', '"\\']],
    ['-', ['-']],
    [': a:', [':', 'a:']],
  ])('splits %j', (query, texts) => expect(termsOf(query).map(({ text }) => text)).toEqual(texts));

  it('takes a quoted colon for a text', () => {
    expect(termsOf('"a:b"|c')[0]).toMatchObject({ field: '', values: ['a:b', 'c'] });
  });
});

describe('the editor of queries', () => {
  it('removes a term at its place', () => {
    expect(termsOf(QUERY).map((term) => withoutTerm(QUERY, term))).toEqual([
      '-tag:"night shift" created:>-2h timeout',
      'status:FAILURE|RETRY created:>-2h timeout',
      'status:FAILURE|RETRY -tag:"night shift" timeout',
      'status:FAILURE|RETRY -tag:"night shift" created:>-2h',
    ]);
  });

  it.each([
    ['a status:X b', ['Y'], 'a status:Y b'],
    ['a STATUS:X b status:Z', ['Y', 'W'], 'a status:Y|W b'],
    ['a status:X b', [], 'a b'],
    ['-status:X', ['Y'], '-status:X status:Y'],
    ['', ['night shift'], 'status:"night shift"'],
  ])('sets the values of a field in %j', (query, values, expected) => {
    expect(withValues(query, 'status', values)).toBe(expected);
  });

  it('sets what is already written', () => {
    expect(withWritten('created:today x', 'created', '>-1h')).toBe('created:>-1h x');
    expect(withWritten('created:today x', 'created', '')).toBe('x');
  });

  it('toggles a value', () => {
    const one = withToggled('a', 'status', 'FAILURE');
    const both = withToggled(one, 'status', 'RETRY');
    expect([one, both]).toEqual(['a status:FAILURE', 'a status:FAILURE|RETRY']);
    expect(withToggled(both, 'status', 'FAILURE')).toBe('a status:RETRY');
    expect(withToggled(one, 'status', 'FAILURE')).toBe('a');
  });

  it.each([
    ['plain-text_1.2', 'plain-text_1.2'],
    ['night shift', '"night shift"'],
    ['null', '"null"'],
    ['', '""'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['1..3', '"1..3"'],
    ['customer:4711', 'customer:4711'],
    ['>5', '">5"'],
  ])('quotes %j where it must', (text, written) => {
    expect(quotedIfNeeded(text)).toBe(written);
    expect(valuesOf(`tag:${written}`, 'tag')).toEqual([text]);
  });

  it('searches any of the ids that are pasted', () => {
    const [one, two] = ['01a22b9f-2620-752e-ae73-8647e383b6d3', '01a22b9f-223a-7002-addf-e54b28760a38'];
    expect(withIdsAsAlternatives(`${one}, ${two}`)).toBe(`id:${one}|${two}`);
    expect(withIdsAsAlternatives(`${one} failed`)).toBe(`${one} failed`);
    expect(withIdsAsAlternatives(one)).toBe(one);
  });
});
