import { describe, expect, it } from '@jest/globals';
import { preferredWaitMs } from './prefer.js';

describe('Prefer: wait', () => {
  it.each([
    ['wait=10', 10_000],
    ['respond-async, wait=10', 10_000],
    ['WAIT = "3"; x=y', 3_000],
    ['wait=0', 0],
    ['wait=5, wait=9', 5_000],
  ])('reads %p', (header, ms) => {
    expect(preferredWaitMs(header)).toBe(ms);
  });

  it.each([undefined, '', 'respond-async', 'wait', 'wait=', 'wait=-1', 'wait=1.5', 'waiting=3', 'wait=x'])(
    'finds no wait in %p',
    (header) => {
      expect(preferredWaitMs(header)).toBeUndefined();
    },
  );

  it('waits no longer than proxies allow', () => {
    expect(preferredWaitMs('wait=99999')).toBe(60_000);
  });
});
