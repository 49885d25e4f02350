import { performance } from 'node:perf_hooks';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { yieldToTasks } from './yield-to-tasks.js';

const { signal } = new AbortController();

describe('yieldToTasks', () => {
  afterEach(() => void jest.restoreAllMocks());

  function loopIs(utilization: number) {
    return jest
      .spyOn(performance, 'eventLoopUtilization')
      .mockReturnValue({ idle: 0, active: 0, utilization });
  }

  it('rests for twice the time of the work while the process is busy', async () => {
    loopIs(1);
    const from = performance.now();
    await yieldToTasks(20, 1_000, signal);
    expect(performance.now() - from).toBeGreaterThanOrEqual(40);
  });

  it('goes on after one look at a process that has nothing else to do', async () => {
    const looks = loopIs(0.3);
    await yieldToTasks(3_600_000, 1_000, signal);
    expect(looks).toHaveBeenCalledTimes(2);
  });

  it('does not even look when it is far behind', async () => {
    const looks = loopIs(1);
    await yieldToTasks(3_600_000, 30_000, signal);
    expect(looks).not.toHaveBeenCalled();
  });

  it('ends at once when the worker stops', async () => {
    loopIs(1);
    await expect(yieldToTasks(3_600_000, 0, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
