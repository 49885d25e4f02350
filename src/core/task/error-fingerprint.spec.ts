import { describe, expect, it } from '@jest/globals';
import { fingerprintOf } from './error-fingerprint.js';

const patternOf = (message: string) => fingerprintOf('test.task', 'Error', message).pattern;

describe('fingerprintOf', () => {
  it.each([
    ['division by zero', 'division by zero'],
    ['took 1.5 s, limit -30', 'took <number> s, limit <number>'],
    ['took 1e9 ns of 12,000', 'took <number> ns of <number>'],
    ['row 17 of table t_42', 'row <number> of table t_<number>'],
    ['no user 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e', 'no user <uuid>'],
    ['blob 3fa9b2c1d at 0x7ffe', 'blob <hex> at <hex>'],
    ['blob_3fa9b2c1d', 'blob_<hex>'],
    ['the facade was decaded', 'the facade was decaded'],
    ['No task is named "a.b". Known: c', 'No task is named <string>. Known: c'],
    [String.raw`got "a \"quoted\" word", not 'b' or ${'`c`'}`, 'got <string>, not <string> or <string>'],
    ['got "a long te…, and 5', 'got <string>, and <number>'],
    ['got "an open end', 'got <string>'],
    [`can't do it, and won't`, `can't do it, and won't`],
    [`can't find 'x', didn't look`, `can't find <string>, didn't look`],
    ['connect ECONNREFUSED 127.0.0.1:6379', 'connect ECONNREFUSED <address>'],
    ['connect ECONNREFUSED ::1:6379', 'connect ECONNREFUSED <address>'],
    ['connect ETIMEDOUT [2001:db8::ff00:42]:443', 'connect ETIMEDOUT <address>'],
    ['from 2001:db8:0:1:1:1:1:1', 'from <address>'],
    ['no answer of db-1.example.com:5432', 'no answer of <address>'],
    ['std::vector in Module::Class', 'std::vector in Module::Class'],
    ['GET https://example.com/a?b=1 (404)', 'GET <url> (<number>)'],
    ['ada+1@mail.example.com bounced', '<email> bounced'],
    ['due 2026-11-24T08:00:00.004Z at 08:15:30', 'due <time> at <number>:<number>:<number>'],
    ['two\n  lines', 'two lines'],
  ])('reads %j as %j', (message, pattern) => expect(patternOf(message)).toBe(pattern));

  it('returns the same 16 hex digits for the same error with other values', () => {
    const one = fingerprintOf('math.divide', 'RangeError', 'x must be below 10, got 12');
    const other = fingerprintOf('math.divide', 'RangeError', 'x must be below 99, got 1234567');
    expect(one).toEqual(other);
    expect(one.hash).toMatch(/^[\da-f]{16}$/);
  });

  it.each([
    ['another task', 'math.add', 'RangeError', 'too large'],
    ['another type', 'math.divide', 'TypeError', 'too large'],
    ['another message', 'math.divide', 'RangeError', 'too small'],
    ['the same words, divided otherwise', 'math.divide', 'RangeErrortoo', ' large'],
  ])('differs for %s', (_what, task, type, message) => {
    const { hash } = fingerprintOf('math.divide', 'RangeError', 'too large');
    expect(fingerprintOf(task, type, message).hash).not.toBe(hash);
  });

  // Case M2: two of the patterns took quadratic time.
  it.each(['http://h/)a.a.a.', 'a.', 'a-', '+', '"\\\\', '“a', "'a ", 'ab:', '0.', 'a@', '::'])(
    'takes linear time for repetitions of %j',
    (part) => {
      const message = part.repeat(2_000 / part.length);
      const from = process.cpuUsage();
      for (let i = 0; i < 400; i++) patternOf(`${message.slice(i)}${i}`);
      expect(process.cpuUsage(from).user / 1_000).toBeLessThan(1_500);
    },
  );

  it('reads only the beginning of a long message', () => {
    const long = 'word '.repeat(1_000);
    expect(patternOf(long)).toHaveLength(300);
    expect(fingerprintOf('t', 'Error', `${long} a`)).toEqual(fingerprintOf('t', 'Error', `${long} b`));
  });
});
