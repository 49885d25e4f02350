import { describe, expect, it } from '@jest/globals';
import { cpuMsOf } from '../../../../test/support/cpu-time.js';
import { byteRangeOf } from './byte-range.js';

const SIZE = 500;

describe('byteRangeOf', () => {
  it.each([
    ['bytes=0-99', { first: 0, last: 99 }],
    ['BYTES = 0 - 99', { first: 0, last: 99 }],
    [' bytes=0-99\t', { first: 0, last: 99 }],
    ['bytes=490-', { first: 490, last: 499 }],
    ['bytes=490-9999', { first: 490, last: 499 }],
    ['bytes=-10', { first: 490, last: 499 }],
    ['bytes=-1000', { first: 0, last: 499 }],
    ['bytes=500-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
  ])('reads %j', (header, range) => {
    expect(byteRangeOf(header, SIZE)).toEqual(range);
  });

  it.each([
    [undefined],
    [''],
    ['bytes'],
    ['bytes='],
    ['bytes=-'],
    ['bytes=5'],
    ['bytes=5-3'],
    ['bytes=0-1,5-9'],
    ['bytes=0-1-2'],
    ['bytes=1 0-20'],
    ['bytes=+1-2'],
    ['bytes=0x1-0x2'],
    ['bytes=a-b'],
    ['items=0-9'],
    [`bytes=0-${'9'.repeat(16)}`],
    [`bytes=${' '.repeat(100)}0-9`],
  ])('ignores %j', (header) => {
    expect(byteRangeOf(header, SIZE)).toBeUndefined();
  });

  it.each([
    ['white space on both sides', `bytes=${' '.repeat(8_000)}-${' '.repeat(8_000)}x`],
    ['white space everywhere', `${' \t'.repeat(4_000)}bytes${' '.repeat(4_000)}=${' '.repeat(4_000)}x`],
    ['digits', `bytes=${'1'.repeat(16_000)}`],
    ['many ranges', `bytes=${'0-1,'.repeat(4_000)}`],
    ['hyphens', `bytes=${'-'.repeat(16_000)}`],
    ['equals signs', 'bytes'.padEnd(16_000, '=')],
  ])('takes little time for a header of 16 KB: %s', (_what, header) => {
    expect(cpuMsOf(() => byteRangeOf(header, SIZE))).toBeLessThan(100);
  });
});
