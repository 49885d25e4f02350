import { expect, it } from '@jest/globals';
import { paceOf } from './pace.js';

it.each([
  [5_000, undefined, 'usual'],
  [5_000, 6_000, 'usual'],
  [7_000, 6_000, 'long'],
  [19_000, 6_000, 'stuck'],
  [3_000, 100, 'long'], // short tasks are not stuck at once
  [11_000, 100, 'stuck'],
])('%p ms of usually %p ms is %p', (ms, usual, pace) => {
  expect(paceOf(ms, usual)).toBe(pace);
});
