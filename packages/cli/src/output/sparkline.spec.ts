import { describe, expect, it } from '@jest/globals';
import { sparkline } from './sparkline.js';

describe('sparkline', () => {
  it.each([
    [[], ''],
    [[0, null], '··'],
    [[1], '█'],
    [[1, 4, 8, 0], '▂▅█·'],
    [[0.001, 8], '▁█'],
  ])('%p: %s', (numbers, text) => {
    expect(sparkline(numbers)).toBe(text);
  });
});
