import { describe, expect, it } from '@jest/globals';
import { type Rate, readRate } from './rate-text.js';

describe('readRate', () => {
  it.each<[unknown, Rate]>([
    ['100/s', { max: 100, durationMs: 1_000 }],
    ['10/m', { max: 10, durationMs: 60_000 }],
    ['3600/h', { max: 3_600, durationMs: 3_600_000 }],
    ['7', { max: 7, durationMs: 1_000 }],
    ['7/', { max: 7, durationMs: 1_000 }],
    [100, { max: 100, durationMs: 1_000 }],
    [0.5, { max: 1, durationMs: 2_000 }],
    ['0.5/m', { max: 1, durationMs: 120_000 }],
    ['2.5/s', { max: 2_500, durationMs: 1_000_000 }],
    [' 5 /s ', { max: 5, durationMs: 1_000 }],
    ['0', null],
    ['0/m', null],
    [0, null],
    ['', null],
    [null, null],
  ])('reads %j', (text, rate) => {
    expect(readRate(text)).toEqual(rate);
  });

  it.each([
    'nonsense',
    '1/day',
    '1/S',
    '-1/s',
    '1/s/s',
    '1e3/s',
    'NaN',
    -1,
    true,
    [],
    {},
    undefined,
    '9'.repeat(400),
  ])('refuses %j', (text) => {
    expect(readRate(text)).toBeUndefined();
  });
});
