import { describe, expect, it } from '@jest/globals';
import { type ErrorMark, stateOf } from './error-marks.js';

const NOW = 1_000;
const mark = (part: Partial<ErrorMark>): ErrorMark => ({
  kind: 'resolved',
  at: 500,
  by: 'ops',
  note: null,
  until: null,
  ...part,
});

describe('stateOf', () => {
  it.each([
    ['open', undefined, 900],
    ['resolved', mark({}), 400],
    ['resolved', mark({}), 500],
    ['reopened', mark({}), 501],
    ['ignored', mark({ kind: 'ignored' }), 900],
    ['ignored', mark({ kind: 'ignored', until: 1_001 }), 900],
    ['open', mark({ kind: 'ignored', until: 1_000 }), 900],
  ] as const)('is %s after %j and a last failure at %d', (state, given, lastAt) =>
    expect(stateOf(given, lastAt, NOW)).toBe(state),
  );
});
