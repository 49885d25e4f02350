import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Job, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { QueueWorker } from '../../src/worker/consuming/queue-worker.js';
import { eventually } from '../support/eventually.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** Its second poll gets no reply before the first task has started. */
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
  const workers: QueueWorker[] = [];

  beforeEach(async () => {
    sandbox = await createSandbox();
    connection = new Redis(sandbox.variables['REDIS_URL'] ?? '', { maxRetriesPerRequest: null });
    queue = new Queue('tasks', { connection, prefix: sandbox.prefix });
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close(true)));
    await queue.close();
    connection.disconnect();
    await sandbox.clean();
  });

  /** A worker waiting for a task does not poll again before the end of the test. */
  const optionsOf = (concurrency: number) => ({ prefix: sandbox.prefix, concurrency, drainDelay: 60 });
  const start = (work: (job: Job) => Promise<unknown>, concurrency: number) => {
    const worker = new QueueWorker('tasks', work, connection, optionsOf(concurrency));
    workers.push(worker);
    return worker;
  };
  const add = (...names: string[]) => queue.addBulk(names.map((name) => ({ name, data: {} })));
  const done = (count: number) =>
    eventually(async () => expect(await queue.getJobCountByTypes('completed')).toBe(count));
  const markers = () => connection.zcard(`${sandbox.prefix}:tasks:marker`);

  it('starts a task before it knows whether there is another', async () => {
    const worker: PatientWorker = new PatientWorker(
      'tasks',
      () => Promise.resolve(worker.start()),
      connection,
      optionsOf(4),
    );
    workers.push(worker);
    await add('test.alone');
    await done(1);
  });

  it('runs all tasks, as many at once as allowed', async () => {
    await add(...Array.from({ length: 30 }, () => 'test.many'));
    let running = 0;
    let most = 0;
    start(async () => {
      most = Math.max(most, (running += 1));
      await eventually(() => expect(most).toBe(3));
      running -= 1;
    }, 3);
    await done(30);
    expect(most).toBe(3);
  });

  it('fetches once for a single quick task, and is not woken afterwards', async () => {
    const sent = jest.spyOn(connection, 'sendCommand');
    const worker = start(() => Promise.resolve(), 4);
    await worker.waitUntilReady();
    const count = 20;
    for (let i = 0; i < count; i++) {
      const completed = once(worker, 'completed');
      await add('test.alone');
      await completed;
      expect(await markers()).toBe(0);
    }
    const scripts = sent.mock.calls.filter(([{ name }]) => name.startsWith('eval'));
    // The add, the poll and the end of each; and the commands of a worker's start.
    expect(scripts.length).toBeLessThanOrEqual(3 * count + 5);
  });

  it('leaves a marker if there may be more tasks than it has slots', async () => {
    const running = new Set<string>();
    await add('test.a', 'test.b', 'test.c');
    start((job) => {
      running.add(job.name);
      return new Promise(() => undefined);
    }, 2);
    await eventually(() => expect(running.size).toBe(2));
    expect(await markers()).toBe(1);
  });

  it('leaves a marker if the end of a task was refused and no next task fetched', async () => {
    const ends = new Map<string, () => void>();
    const untilEnded = ({ name }: Job) => new Promise<void>((resolve) => ends.set(name, resolve));
    const worker = start(untilEnded, 2).on('error', () => undefined); // the refusal
    await add('test.a', 'test.robbed', 'test.next');
    await eventually(() => expect(ends.size).toBe(2));
    worker.concurrency = 1; // so the next end leaves no free slot, which BullMQ interprets as "no task"
    ends.get('test.a')?.();
    await done(1);
    expect(await markers()).toBe(1);
    const [robbed] = await queue.getActive();
    await connection.del(`${sandbox.prefix}:tasks:${robbed?.id}:lock`);
    ends.get('test.robbed')?.();
    await eventually(() => expect(ends.has('test.next')).toBe(true));
  });
});
