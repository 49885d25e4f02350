import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { IsIn, IsInt } from 'class-validator';
import { CoreModule } from '../../src/core/core.module.js';
import type { Deduplicate } from '../../src/core/task/options/deduplicate.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const HOUR_MS = 3_600_000;
const MODES = {
  unique: { mode: 'unique' },
  throttle: { mode: 'throttle', ttlMs: HOUR_MS },
  debounce: { mode: 'debounce', ttlMs: HOUR_MS },
} as const;

class FollowPayload {
  @IsInt()
  left!: number;

  @IsIn(Object.keys(MODES))
  mode!: keyof typeof MODES;
}

const keyOf = (mode: keyof typeof MODES): Deduplicate => ({ key: `follow ${mode}`, ...MODES[mode] });

interface Followed {
  readonly id: string;
  readonly isDuplicate: boolean;
}

/** Submits a successor with its own key, twice, while some are left. @returns both outcomes */
@Task({ name: 'test.follows', queue: 'tasks', payload: FollowPayload, attempts: 1 })
class FollowingTask implements TaskHandler<FollowPayload, Followed[]> {
  constructor(private readonly queue: TaskQueue) {}

  async run({ left, mode }: FollowPayload): Promise<Followed[]> {
    if (left === 0) return [];
    const successor = { left: left - 1, mode };
    const options = { deduplicate: keyOf(mode) };
    const one = await this.queue.submit(FollowingTask, successor, options);
    const others = await this.queue.submitMany(FollowingTask, [successor], options);
    return [one, ...others].map(({ id, isDuplicate }) => ({ id, isDuplicate }));
  }
}

@Module({ imports: [CoreModule], providers: [FollowingTask] })
class TestTasks {}

describe('a deduplication key of a running task', () => {
  let sandbox: Sandbox;
  let worker: TestingModule;

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_CONCURRENCY: '1' });
    worker = await startWorker(sandbox.variables, { modules: [TestTasks] });
  });

  afterAll(async () => {
    await worker.close();
    await sandbox.clean();
  });

  const submit = (mode: keyof typeof MODES, left = 1) =>
    worker.get(TaskQueue).submit(FollowingTask, { left, mode }, { deduplicate: keyOf(mode), delayMs: 0 });

  async function followersOf(id: string): Promise<Followed[]> {
    const task = await eventually(async () => {
      const found = await worker.get(TaskStore).find(id);
      expect(found.status).toBe('SUCCESS');
      return found;
    });
    return task.result as Followed[]; // the type of its result
  }

  it('unique: passes from a running task to the successor that it submits, and so on', async () => {
    const ids = [(await submit('unique', 3)).id];
    for (const id of ids) {
      const [one, other] = await followersOf(id);
      if (one === undefined) break;
      expect(one.isDuplicate).toBe(false);
      expect(other).toEqual({ id: one.id, isDuplicate: true }); // the successor now holds the key
      ids.push(one.id);
    }
    expect(new Set(ids).size).toBe(4);
    expect((await submit('unique', 0)).isDuplicate).toBe(false);
  });

  it('debounce: follows a running task by the newest', async () => {
    const { id } = await submit('debounce');
    const [one, other] = await followersOf(id);
    expect([one?.isDuplicate, other?.isDuplicate]).toEqual([false, false]);
    const store = worker.get(TaskStore);
    expect((await store.find(one?.id ?? '')).status).toBe('REVOKED'); // replaced
    expect(await store.find(other?.id ?? '')).toMatchObject({ status: 'PENDING', parentId: id });
  });

  it('throttle: counts for the running task itself, which is informed', async () => {
    const { id } = await submit('throttle');
    const itself = { id, isDuplicate: true };
    expect(await followersOf(id)).toEqual([itself, itself]);
  });

  it('is free again if its task is gone, even before its time is over', async () => {
    const options = { deduplicate: { key: 'gone', ...MODES.throttle }, delayMs: HOUR_MS };
    const divide = () => worker.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 }, options);
    const { id } = await divide();
    await sandbox.redis.del(`${sandbox.prefix}:tasks:${id}`);
    const second = await divide();
    expect(second.isDuplicate).toBe(false);
    expect(await divide()).toMatchObject({ id: second.id, isDuplicate: true });
  });
});
