import { describe, expect, it } from '@jest/globals';
import type { TaskIndex } from '../../read/task-index.js';
import { newTaskId } from '../../task/task-id.js';
import { NewTasks } from './new-tasks.js';

/** An index of ids in memory, with the two methods that are used. */
function indexOf(ids: string[]): TaskIndex {
  const index = {
    newest: (from: string, count: number) =>
      Promise.resolve(
        ids
          .filter((id) => id >= from)
          .sort()
          .reverse()
          .slice(0, count),
      ),
    count: (before: string, downTo: string) =>
      Promise.resolve(ids.filter((id) => id < before && id >= downTo).length),
  };
  return index as unknown as TaskIndex;
}

describe('NewTasks', () => {
  it('finds each new task once, also one whose id sorts before those already seen', async () => {
    const [early, ...ids] = [newTaskId(), newTaskId(), newTaskId()];
    const all = [...ids];
    const tasks = new NewTasks(indexOf(all));
    expect(await tasks.next(true)).toEqual({ ids: [], others: 0 });
    const late = newTaskId();
    all.push(early, late);
    expect(await tasks.next(false)).toEqual({ ids: [late, early], others: 0 });
    expect(await tasks.next(false)).toEqual({ ids: [], others: 0 });
  });

  it('counts those that are too many', async () => {
    const all = [newTaskId()];
    const tasks = new NewTasks(indexOf(all));
    await tasks.next(true);
    all.push(...Array.from({ length: 1_000 }, () => newTaskId()));
    const { ids, others } = await tasks.next(false);
    expect(ids).toEqual(all.slice(-250).reverse());
    expect(others).toBe(750);
  });
});
