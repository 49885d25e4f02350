import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { asTask, runningTask } from './running-task.js';

const task = (id: string) => ({ id, rootId: id });

describe('asTask', () => {
  it('gives each of many concurrent tasks its own context, before and after an await', async () => {
    const seen = (id: string) =>
      asTask(task(id), async () => {
        const before = runningTask()?.id;
        await Promise.resolve();
        const between = runningTask()?.id;
        await turn();
        return [before, between, runningTask()?.id];
      });
    await expect(Promise.all([seen('a'), seen('b'), seen('c')])).resolves.toEqual([
      ['a', 'a', 'a'],
      ['b', 'b', 'b'],
      ['c', 'c', 'c'],
    ]);
  });

  it('has no context outside of tasks, and a new one for the next task', async () => {
    expect(runningTask()).toBeUndefined();
    await asTask(task('a'), () => Promise.resolve());
    expect(runningTask()).toBeUndefined();
    await expect(asTask(task('b'), () => Promise.resolve(runningTask()?.id))).resolves.toBe('b');
  });

  it('keeps the context of a longer task when another has ended', async () => {
    const quick = asTask(task('quick'), () => Promise.resolve());
    const slow = asTask(task('slow'), async () => {
      await quick;
      await turn();
      return runningTask()?.id;
    });
    await expect(slow).resolves.toBe('slow');
  });

  it("keeps the caller's async context, as used by traces", async () => {
    const context = new AsyncLocalStorage<string>();
    const within = (name: string) =>
      context.run(name, () => asTask(task(name), () => Promise.resolve(context.getStore())));
    await expect(Promise.all([within('a'), within('b')])).resolves.toEqual(['a', 'b']);
  });

  it.each([
    { how: 'rejects', run: () => Promise.reject(new Error('no')) },
    {
      how: 'throws before it has a promise',
      run: () => {
        throw new Error('no');
      },
    },
  ])("rejects if run $how, and leaves the task's context", async ({ run }) => {
    await expect(asTask(task('a'), run)).rejects.toThrow('no');
    expect(runningTask()).toBeUndefined();
  });
});
