import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { WatchedWorker } from '../../src/worker/watched-worker.js';
import { eventually } from '../support/eventually.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** Its second look for a task has no answer before the first task was started. */
class PatientWorker extends WatchedWorker {
  start: () => void = () => undefined;
  private readonly started = new Promise<void>((resolve) => (this.start = resolve));
  private hasTask = false;

  protected override async moveToActive(...token: Parameters<WatchedWorker['moveToActive']>) {
    if (this.hasTask) await this.started;
    const job = await super.moveToActive(...token);
    this.hasTask ||= Boolean(job);
    return job;
  }
}

describe('WatchedWorker', () => {
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
  const optionsOf = (concurrency: number) => ({ connection, prefix: sandbox.prefix, concurrency });

  it('starts a task before it knows whether there is another', async () => {
    const worker: PatientWorker = new PatientWorker(
      'tasks',
      () => Promise.resolve(worker.start()),
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
    const worker = new WatchedWorker('tasks', work, optionsOf(3));
    await done(30);
    expect(most).toBe(3);
    await worker.close();
  });
});
