import { describe, expect, it } from '@jest/globals';
import { criticalPath } from './critical-path.js';

const step = (name: string, parents: string[], startedAt: number | null, finishedAt: number | null) => ({
  ...{ name, parents, startedAt, finishedAt },
});

describe('criticalPath', () => {
  it('follows the longest branch', () => {
    const steps = [
      step('a', [], 0, 10),
      step('short', ['a'], 10, 15),
      step('long', ['a'], 12, 42),
      step('join', ['short', 'long'], 50, 60),
    ];
    expect(criticalPath(steps, 100)).toEqual({ steps: ['a', 'long', 'join'], ms: 50 });
  });

  it('counts a running step up to now, and nothing of what has not started', () => {
    const steps = [step('a', [], 0, 10), step('b', ['a'], 10, null), step('c', ['b'], null, null)];
    expect(criticalPath(steps, 100)).toEqual({ steps: ['a', 'b'], ms: 100 });
  });

  it('is empty before the first start', () => {
    expect(criticalPath([step('a', [], null, null)], 100)).toEqual({ steps: [], ms: 0 });
  });

  it('shows steps that ran in less than a millisecond, too', () => {
    const steps = [step('a', [], 5, 5), step('b', ['a'], 5, 5)];
    expect(criticalPath(steps, 100)).toEqual({ steps: ['a', 'b'], ms: 0 });
  });
});
