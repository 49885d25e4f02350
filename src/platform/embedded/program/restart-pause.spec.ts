import { describe, expect, it } from '@jest/globals';
import { RestartPause } from './restart-pause.js';

describe('RestartPause', () => {
  it('doubles with each death in a row, up to ten seconds', () => {
    const pause = new RestartPause();
    const pauses = Array.from({ length: 9 }, () => pause.nextMs(0));
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
  });

  it('starts over after a run of a minute', () => {
    const pause = new RestartPause();
    pause.nextMs(0);
    expect(pause.nextMs(59_999)).toBe(200);
    expect(pause.nextMs(60_000)).toBe(100);
  });
});
