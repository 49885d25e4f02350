import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { IsString } from 'class-validator';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { WorkerPool } from '../../src/worker/consuming/worker-pool.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const HOUR_MS = 3_600_000;

class HostPayload {
  @IsString()
  host!: string;
}

const starts: { host: string; at: number }[] = [];
function start({ host }: HostPayload): Promise<null> {
  starts.push({ host, at: Date.now() });
  return Promise.resolve(null);
}

const fast = { max: 3, durationMs: 300 };
@Task({ name: 'test.limited', queue: 'tasks', payload: HostPayload, attempts: 1, rateLimit: fast })
class LimitedTask implements TaskHandler<HostPayload, null> {
  run = start;
}

const slow = { max: 1, durationMs: HOUR_MS, key: 'host' } as const;
@Task({ name: 'test.limited-by-host', queue: 'tasks', payload: HostPayload, attempts: 1, rateLimit: slow })
class LimitedByHostTask implements TaskHandler<HostPayload, null> {
  run = start;
}

const byFunction = { max: 1, durationMs: HOUR_MS, key: ({ host }: HostPayload) => host.slice(0, 1) };
@Task({ name: 'test.limited-by-letter', queue: 'tasks', payload: HostPayload, rateLimit: byFunction })
class LimitedByLetterTask implements TaskHandler<HostPayload, null> {
  run = start;
}

@Module({ providers: [LimitedTask, LimitedByHostTask, LimitedByLetterTask] })
class TestTasks {}

/** Two workers of the same queue: a limit applies across all workers. */
describe('rate limits', () => {
  let sandbox: Sandbox;
  let workers: TestingModule[];
  let queue: TaskQueue;
  let store: TaskStore;

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_CONCURRENCY: '2' });
    const begin = () => startWorker(sandbox.variables, { modules: [TestTasks] });
    workers = await Promise.all([begin(), begin()]);
    const [first] = workers;
    if (!first) throw new Error('no worker');
    queue = first.get(TaskQueue);
    store = first.get(TaskStore);
  });

  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    await sandbox.clean();
  });

  const final = (id: string) =>
    eventually(async () => {
      const task = await store.find(id);
      expect(['SUCCESS', 'FAILURE', 'REVOKED']).toContain(task.status);
      return task;
    });
  const held = (id: string) =>
    eventually(async () => {
      const task = await store.find(id);
      expect(task.runAt).not.toBeNull();
      return task;
    });

  it('start no more than allowed in any period, and lose neither task nor attempt', async () => {
    const payloads = Array.from({ length: 11 }, () => ({ host: 'any' }));
    const before = Date.now();
    const tasks = await queue.submitMany(LimitedTask, payloads);
    const done = await Promise.all(tasks.map(({ id }) => final(id)));
    for (const task of done) expect(task).toMatchObject({ status: 'SUCCESS', attempt: 1, maxAttempts: 1 });
    const times = starts.map(({ at }) => at).sort((a, b) => a - b);
    expect(times).toHaveLength(11);
    // The broker assigns the turns. On a busy machine a start may be later than its turn, but never earlier.
    const rounds = times.map((at, i) => [at, before + Math.floor(i / 3) * 300] as const);
    for (const [at, turn] of rounds) expect(at).toBeGreaterThanOrEqual(turn);
  });

  it('apply per key, in the broker, and do not delay other tasks of the queue', async () => {
    const [first, second, other] = await Promise.all([
      queue.submit(LimitedByHostTask, { host: 'a' }),
      queue.submit(LimitedByHostTask, { host: 'a' }),
      queue.submit(LimitedByHostTask, { host: 'b' }),
    ]);
    const waiting = await eventually(async () => {
      const tasks = await Promise.all([first.id, second.id].map((id) => store.find(id)));
      expect(tasks.map(({ status }) => status).sort()).toEqual(['PENDING', 'SUCCESS']);
      return tasks.find(({ status }) => status === 'PENDING');
    });
    expect(waiting).toMatchObject({ attempt: 0, startedAt: null, error: null });
    expect(Number(waiting?.runAt)).toBeGreaterThan(Date.now() + HOUR_MS / 2);
    expect(await final(other.id)).toMatchObject({ status: 'SUCCESS' });
    const { id } = await queue.submit(DivideTask, { x: 10, y: 2 });
    expect(await final(id)).toMatchObject({ status: 'SUCCESS' });
  });

  it('start no more than allowed after a pause, when many turns are due at once', async () => {
    starts.length = 0;
    const tasks = await queue.submitMany(
      LimitedTask,
      Array.from({ length: 9 }, () => ({ host: 'late' })),
    );
    await eventually(() => expect(starts.length).toBeGreaterThanOrEqual(3));
    // No worker takes a task until the last turn has passed.
    for (const worker of workers) worker.get(WorkerPool).drain();
    const times = await Promise.all(tasks.map(async ({ id }) => (await store.find(id)).runAt ?? 0));
    await eventually(() => expect(Date.now()).toBeGreaterThan(Math.max(...times) + fast.durationMs));
    const begunAgain = Date.now();
    const before = starts.length;
    for (const worker of workers) worker.get(WorkerPool).resume(['tasks']);
    await Promise.all(tasks.map(({ id }) => final(id)));
    const after = starts.map(({ at }) => at).slice(before);
    for (const [i, at] of after.sort((a, b) => a - b).entries())
      expect(at).toBeGreaterThanOrEqual(begunAgain + Math.floor(i / 3) * fast.durationMs);
  });

  it('accept a function of the payload as the key', async () => {
    const { id } = await queue.submit(LimitedByLetterTask, { host: 'xa' });
    await final(id);
    await held((await queue.submit(LimitedByLetterTask, { host: 'xb' })).id);
    await final((await queue.submit(LimitedByLetterTask, { host: 'ya' })).id);
  });

  it('do not prevent the expiry of a task that waits for its turn', async () => {
    await final((await queue.submit(LimitedByHostTask, { host: 'e' })).id);
    const expiresAt = new Date(Date.now() + 1_000);
    const { id } = await queue.submit(LimitedByHostTask, { host: 'e' }, { expiresAt });
    await held(id);
    expect(await final(id)).toMatchObject({ status: 'REVOKED', revokeReason: 'expired' });
  });
});
