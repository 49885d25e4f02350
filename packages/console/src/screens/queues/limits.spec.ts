import { expect, it } from '@jest/globals';
import { limitsOfTexts, rateText, textsOfLimits } from './limits.js';

it.each([
  { concurrency: null, rate: null },
  { concurrency: 4, rate: null },
  { concurrency: 4, rate: { max: 10, duration_ms: 1_500 } },
])('reads the limits %j from the texts that show them', (limits) => {
  expect(limitsOfTexts(textsOfLimits(limits))).toEqual(limits);
});

it('takes a missing time as one second, and leaves nonsense to the API', () => {
  expect(limitsOfTexts({ concurrency: '', max: '5', seconds: '' }).rate).toEqual({
    max: 5,
    duration_ms: 1_000,
  });
  expect(limitsOfTexts({ concurrency: 'x', max: '', seconds: '1' }).concurrency).toBeNaN();
});

it('shows a rate in words', () => {
  expect([null, { max: 10, duration_ms: 60_000 }].map(rateText)).toEqual(['no limit', '10 in 60 s']);
});
