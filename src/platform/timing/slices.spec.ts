import { describe, expect, it } from '@jest/globals';
import { type Sliced, atOnce, inSlices } from './slices.js';

function* countTo(end: number): Sliced<number> {
  let count = 0;
  while (count < end) {
    count += 1;
    yield;
  }
  return count;
}

describe('long work', () => {
  it('has the same result at once and in slices', async () => {
    expect(atOnce(countTo(1_000))).toBe(1_000);
    expect(await inSlices(countTo(1_000))).toBe(1_000);
  });

  it('in slices lets the process do something else', async () => {
    let isHeard = false;
    function* untilHeard(): Sliced<string> {
      while (!isHeard) yield;
      return 'heard';
    }
    setImmediate(() => (isHeard = true));
    expect(await inSlices(untilHeard())).toBe('heard');
  });

  it('rejects with its error', async () => {
    // eslint-disable-next-line require-yield -- it fails before
    function* failing(): Sliced<never> {
      throw new Error('a cycle');
    }
    await expect(inSlices(failing())).rejects.toThrow('a cycle');
  });
});
