import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { QueueWorker } from '../../src/worker/queue-worker.js';
import { eventually } from '../support/eventually.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** Its second look for a task has no answer before the first task was started. */
class PatientWorker extends QueueWorker {
  start: () => void = () => undefined;
  private readonly started = new Promise<void>((resolve) => (this.start = resolve));
  private hasTask = false;

  protected override async moveToActive(...token: Parameters<QueueWorker['moveToActive']>) {
    if (this.hasTask) await this.started;
    const job = await super.moveToActive(...token);
    this.hasTask ||= Boolean(job);
    return job;
  }
}

describe('QueueWorker', () => {
  let sandbox: Sandbox;
  let connection: Redis;
  let queue: Queue;

  beforeEach(async () => {
    sandbox = await createSandbox();
    connection = new Redis(sandbox.variables['REDIS_URL'] ?? '', { maxRetriesPerRequest: null });
    queue = new Queue('tasks', { connection, prefix: sandbox.prefix });
  });

  afterEach(async () => {
    await queue.close();
    connection.disconnect();
    await sandbox.clean();
  });

  const done = (count: number) =>
    eventually(async () => expect(await queue.getJobCountByTypes('completed')).toBe(count));
  const optionsOf = (concurrency: number) => ({ prefix: sandbox.prefix, concurrency });

  it('starts a task before it knows whether there is another', async () => {
    const worker: PatientWorker = new PatientWorker(
      'tasks',
      () => Promise.resolve(worker.start()),
      connection,
      optionsOf(4),
    );
    await queue.add('test.alone', {});
    await done(1);
    await worker.close();
  });

  it('runs all there is, as many at once as it may', async () => {
    await queue.addBulk(Array.from({ length: 30 }, () => ({ name: 'test.many', data: {} })));
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (running += 1));
      await eventually(() => expect(most).toBe(3));
      running -= 1;
    };
    const worker = new QueueWorker('tasks', work, connection, optionsOf(3));
    await done(30);
    expect(most).toBe(3);
    await worker.close();
  });

  it('looks once for a task that is alone and quick, and is not woken afterwards', async () => {
    const sent = jest.spyOn(connection, 'sendCommand');
    const worker = new QueueWorker('tasks', () => Promise.resolve(), connection, optionsOf(4));
    await worker.waitUntilReady();
    const count = 20;
    for (let i = 0; i < count; i++) {
      const completed = once(worker, 'completed');
      await queue.add('test.alone', {});
      await completed;
      expect(await connection.zcard(`${sandbox.prefix}:tasks:marker`)).toBe(0);
    }
    await worker.close();
    const scripts = sent.mock.calls.filter(([{ name }]) => name.startsWith('eval'));
    // The add, the look and the end of each; and what a worker asks once, at its start.
    expect(scripts.length).toBeLessThanOrEqual(3 * count + 5);
  });

  // A worker that waits looks again only after a minute here: what is left without a marker would lie there.
  it('leaves nothing lying between two workers', async () => {
    const options = { ...optionsOf(2), drainDelay: 60 };
    const workers = [0, 1].map(() => new QueueWorker('tasks', () => Promise.resolve(), connection, options));
    for (let i = 0; i < 300; i++) {
      const added = queue.add('test.shared', {});
      if (i % 3 === 0) await added; // one at a time, or two or three
    }
    await done(300);
    await Promise.all(workers.map((worker) => worker.close()));
  });

  it('looks for the next task by itself where the end of one is refused', async () => {
    const worker = new QueueWorker(
      'tasks',
      (job) => {
        if (job.name === 'test.robbed') void connection.del(`${sandbox.prefix}:tasks:${job.id}:lock`);
        return Promise.resolve();
      },
      connection,
      { ...optionsOf(2), drainDelay: 60 },
    );
    worker.on('error', () => undefined); // that it was refused
    await queue.addBulk(['test.robbed', 'test.next'].map((name) => ({ name, data: {} })));
    await done(1);
    await worker.close();
  });
});
