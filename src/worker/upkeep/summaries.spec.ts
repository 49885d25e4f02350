import { describe, expect, it } from '@jest/globals';
import { Summaries } from './summaries.js';

/** Case R1: a lost index caused a hundred log lines a second. */
describe('Summaries', () => {
  const open = () => {
    const reported: [kind: string, named: readonly string[], count: number][] = [];
    return { reported, summaries: new Summaries((...summary) => reported.push(summary)) };
  };

  it('report the first of each kind at once', () => {
    const { reported, summaries } = open();
    for (const kind of ['a', 'b', 'a']) summaries.add(kind, `of ${kind}`);
    summaries.flushDue(1_000);
    expect(reported).toEqual([
      ['a', ['of a', 'of a'], 2],
      ['b', ['of b'], 1],
    ]);
  });

  it('collect later ones for five seconds, name 20, and count the rest', () => {
    const { reported, summaries } = open();
    summaries.add('a', 'first');
    summaries.flushDue(1_000);
    for (let i = 0; i < 3_000; i++) {
      summaries.add('a', String(i));
      summaries.flushDue(1_000 + i);
    }
    expect(reported).toHaveLength(1);
    summaries.flushDue(6_000);
    expect(reported.slice(1)).toEqual([['a', Array.from({ length: 20 }, (_, i) => String(i)), 3_000]]);
  });

  it('report the rest at the end, and nothing twice', () => {
    const { reported, summaries } = open();
    summaries.add('a', 'first');
    summaries.flushDue(1_000);
    summaries.add('a', 'second');
    summaries.flush();
    summaries.flush();
    summaries.flushDue(60_000);
    expect(reported).toEqual([
      ['a', ['first'], 1],
      ['a', ['second'], 1],
    ]);
  });
});
