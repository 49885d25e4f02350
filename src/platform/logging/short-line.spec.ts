import { describe, expect, it } from '@jest/globals';
import { shortLine } from './short-line.js';

const line = (fields: object) => `${JSON.stringify({ level: 30, msg: 'GET / 200', ...fields })}\n`;

describe('shortLine', () => {
  it('keeps lines of up to 16,384 characters', () => {
    const whole = line({ path: 'a'.repeat(16_000) });
    expect(shortLine(whole)).toBe(whole);
  });

  it('cuts long texts at any depth, with the missing length', () => {
    const short = shortLine(
      line({ path: 'a'.repeat(16_000), err: { causes: ['b'.repeat(5_000)] }, status: 401 }),
    );
    expect(JSON.parse(short)).toEqual({
      level: 30,
      msg: 'GET / 200',
      path: `${'a'.repeat(2_000)}… (14000 more characters)`,
      err: { causes: [`${'b'.repeat(2_000)}… (3000 more characters)`] },
      status: 401,
    });
  });

  it.each([
    ['many fields', Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`name-${i}`, 'value']))],
    ['a long list', { list: new Array(10_000).fill('item') }],
    ['a long name', { ['name'.repeat(10_000)]: 1 }],
    [
      'many long texts',
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`n${i}`, '\x00'.repeat(9_000)])),
    ],
  ])('stays one line of short JSON with its message for %s', (_what, fields) => {
    const short = shortLine(line(fields));
    expect(short.length).toBeLessThanOrEqual(16_384);
    expect(short.indexOf('\n')).toBe(short.length - 1);
    expect(JSON.parse(short)).toMatchObject({ level: 30, msg: 'GET / 200' });
  });
});
