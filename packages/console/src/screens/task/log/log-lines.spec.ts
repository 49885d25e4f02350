import { describe, expect, it } from '@jest/globals';
import { EMPTY_LOG, filteredLines, levelOf, withLines } from './log-lines.js';

describe('the log of a task', () => {
  it.each([
    ['[warn] disk is full', 'warn'],
    ['12:00:01 ERROR cannot open', 'error'],
    ['2026-11-24T08:00:00.004Z [Info] ready', 'info'],
    ['debug: 4 rows', 'debug'],
    ['{"level":50,"msg":"x"}', 'error'],
    ['{"level":"WARN","msg":"x"}', 'warn'],
    ['{"level":', undefined],
    ['an error has occurred', undefined],
    ['12 of 40 rows are imported', undefined],
    ['', undefined],
  ])('sees the level of %j', (line, level) => {
    expect(levelOf(line)).toBe(level);
  });

  it('adds lines by their number, also when a stream begins anew', () => {
    const log = withLines(withLines(EMPTY_LOG, { first: 5, lines: ['a', 'b'] }), { first: 7, lines: ['c'] });
    expect(log).toEqual({ first: 5, lines: ['a', 'b', 'c'] });
    expect(withLines(log, { first: 6, lines: ['b', 'c', 'd'] })).toEqual({
      first: 5,
      lines: ['a', 'b', 'c', 'd'],
    });
    expect(withLines(log, { first: 20, lines: ['z'] })).toEqual({ first: 20, lines: ['z'] });
    expect(withLines(log, { first: 0, lines: ['y'] })).toEqual({ first: 0, lines: ['y'] });
  });

  it('is filtered by text and level, and keeps the numbers', () => {
    const log = { first: 10, lines: ['[warn] Disk', 'plain disk', '[error] net'] };
    const numbers = (text: string, level: 'all' | 'info' | 'warn') =>
      filteredLines(log, { text, level }).map(({ number }) => number);
    expect(numbers('', 'all')).toEqual([11, 12, 13]);
    expect(numbers('DISK', 'all')).toEqual([11, 12]);
    expect(numbers('', 'info')).toEqual([12]);
    expect(numbers('disk', 'warn')).toEqual([11]);
  });
});
