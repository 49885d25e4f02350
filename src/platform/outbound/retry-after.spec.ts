import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const NOW = Date.UTC(2026, 10, 24, 8);

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Tue, 24 Nov 2026 08:01:00 GMT', 60_000],
    ['Tue, 24 Nov 2026 07:59:00 GMT', 0],
    ['99999999999999999999', 1e23],
  ])('%j is %d ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  it.each([undefined, '', '-1', '1.5', '1e3', '2026-11-24T09:00:00Z', 'soon', 'Mon, never', ['1', '2']])(
    'ignores %j',
    (header) => {
      expect(retryAfterMs(header, NOW)).toBe(0);
    },
  );
});
