import { describe, expect, it, jest } from '@jest/globals';
import type { TaskContext } from '../../core/index.js';
import { CountPrimesTask } from './count-primes.task.js';

describe('CountPrimesTask', () => {
  it.each([
    [0, 0],
    [2, 0],
    [3, 1],
    [4, 2],
    [10, 4],
    [100, 25],
    [1_000_000, 78_498],
    [1_000_003, 78_498],
    [1_000_004, 78_499],
    [2_000_003, 148_933],
  ])('counts the primes below %i', async (n, expected) => {
    await expect(new CountPrimesTask().run({ n }, context())).resolves.toBe(expected);
  });

  it('reports progress up to 100 percent', async () => {
    const progress = jest.fn<TaskContext['progress']>(() => Promise.resolve());
    await new CountPrimesTask().run({ n: 3_000_000 }, context({ progress }));
    expect(progress.mock.calls.flat()).toEqual([33, 66, 100]);
  });

  it('stops between two segments when aborted', async () => {
    const controller = new AbortController();
    const progress = () => {
      controller.abort(new Error('enough'));
      return Promise.resolve();
    };
    const running = new CountPrimesTask().run(
      { n: 900_000_000 },
      context({ progress, signal: controller.signal }),
    );
    await expect(running).rejects.toThrow('enough');
  });
});

function context(parts: Partial<TaskContext> = {}): TaskContext {
  const nothing = () => Promise.resolve();
  const refuse = () => Promise.reject(new Error('it submits nothing'));
  return {
    ...{ id: 'test', rootId: 'test', name: 'math.count-primes', queue: 'tasks', tags: [] },
    ...{ attempt: 1, maxAttempts: 3, parentId: undefined, submittedBy: undefined },
    ...{ workflowId: undefined, step: undefined, deadline: undefined },
    signal: new AbortController().signal,
    progress: nothing,
    log: nothing,
    submit: refuse,
    submitMany: refuse,
    ...parts,
  };
}
