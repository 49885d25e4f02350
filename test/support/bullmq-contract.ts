import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { QueueKeys } from '../../src/core/bullmq/layout.js';
import { type Sandbox, createSandbox } from './sandbox.js';

export const { version } = JSON.parse(readFileSync('node_modules/bullmq/package.json', 'utf8'));
export const TOKEN = 'a-worker';

/** Fails with a sentence that names what an upgrade has changed. */
export function same(what: string, found: unknown, reliedOn: unknown): void {
  try {
    expect(found).toEqual(reliedOn);
  } catch (error) {
    const advice = 'Mend src/core/bullmq/layout.ts and the scripts that use it';
    throw new Error(`BullMQ ${version} has changed ${what}. ${advice}.\n${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** A queue of BullMQ's with a worker of BullMQ's. Nothing here reads `layout.ts`, which is compared with it. */
export class BullmqQueue {
  readonly queue: Queue;
  readonly worker: Worker;
  readonly keys: QueueKeys;

  constructor(
    name: string,
    prefix: string,
    private readonly connection: Redis,
  ) {
    this.queue = new Queue(name, { connection, prefix });
    const options = { connection, prefix, name: 'one', maxStalledCount: 1, autorun: false };
    this.worker = new Worker(name, undefined, options);
    this.keys = new QueueKeys(`${prefix}:${name}:`);
  }

  async ready(): Promise<void> {
    await this.queue.waitUntilReady();
    await this.worker.waitUntilReady();
  }

  async close(): Promise<void> {
    await this.worker.close(true);
    await this.queue.close();
  }

  add(jobId: string, options: object = {}): Promise<Job> {
    return this.queue.add('divide', { x: 1 }, { jobId, ...options });
  }

  async get(id: string): Promise<Job> {
    const job: unknown = await this.queue.getJob(id);
    if (!(job instanceof Job)) throw new Error(`BullMQ ${version} does not find the job ${id} that it has`);
    return job;
  }

  record(id: string): Promise<Record<string, string>> {
    return this.connection.hgetall(`${this.keys.prefix}${id}`);
  }

  async take(): Promise<Job> {
    const job: unknown = await this.worker.getNextJob(TOKEN, { block: false });
    if (!(job instanceof Job))
      throw new Error(`BullMQ ${version} finds no job where there is one to take: its places have changed`);
    return job;
  }

  /** Runs BullMQ's check for stalled jobs twice: the first only notes the jobs that the second moves. */
  async checkStalled(): Promise<void> {
    for (let i = 0; i < 2; i++) {
      await this.connection.del(`${this.keys.prefix}stalled-check`);
      // Private: its timer calls it.
      await Reflect.apply(Reflect.get(this.worker, 'moveStalledJobsToWait'), this.worker, []);
    }
  }

  /** Lets the lock of a running job expire, as after a death. */
  async stall(id: string): Promise<void> {
    await this.connection.del(`${this.keys.prefix}${id}:lock`);
    await this.checkStalled();
  }

  /** The newest events first, as BullMQ wrote them. */
  async events(): Promise<Record<string, string>[]> {
    const entries = await this.connection.xrevrange(`${this.keys.prefix}events`, '+', '-');
    return entries.map(([, fields]) => pairsOf(fields));
  }

  /** The newest event of a job. */
  async lastEvent(): Promise<Record<string, string | undefined>> {
    const events = await this.events();
    return events.find(({ event, jobId }) => jobId !== undefined && event !== 'retries-exhausted') ?? {};
  }

  /**
   * Everything that Redis has of this queue, by the rest of the key, without the help of `layout.ts`. The queue's own
   * name and the times of the last minutes are replaced, so that two queues of equal history look the same.
   */
  async contents(): Promise<Record<string, unknown>> {
    const { prefix } = this.keys;
    const found: Record<string, unknown> = {};
    for (const key of (await this.connection.keys(`${prefix}*`)).sort())
      found[key.slice(prefix.length)] = neutral(await this.read(key), prefix.slice(0, -1));
    return found;
  }

  private async read(key: string): Promise<unknown> {
    const { connection } = this;
    const type = await connection.type(key);
    if (type === 'hash') return connection.hgetall(key);
    if (type === 'list') return connection.lrange(key, 0, -1);
    if (type === 'set') return (await connection.smembers(key)).sort();
    if (type === 'zset') return pairsOf(await connection.zrange(key, 0, -1, 'WITHSCORES'));
    return type === 'stream' ? this.events() : connection.get(key);
  }
}

export interface BullmqQueues<Name extends string> {
  readonly sandbox: Sandbox;
  readonly connection: Redis;
  get(name: Name): BullmqQueue;
}

/** Queues of BullMQ's, with these names, for each test of the `describe` that calls this. */
export function useBullmq<Name extends string>(...names: readonly Name[]): BullmqQueues<Name> {
  let sandbox: Sandbox;
  let connection: Redis;
  let queues: ReadonlyMap<Name, BullmqQueue>;

  beforeEach(async () => {
    sandbox = await createSandbox();
    connection = new Redis(sandbox.variables['REDIS_URL'] ?? '', { maxRetriesPerRequest: null });
    queues = new Map(names.map((name) => [name, new BullmqQueue(name, sandbox.prefix, connection)]));
    await Promise.all([...queues.values()].map((queue) => queue.ready()));
  });

  afterEach(async () => {
    await Promise.all([...queues.values()].map((queue) => queue.close()));
    connection.disconnect();
    await sandbox.clean();
  });

  return {
    get sandbox(): Sandbox {
      return sandbox;
    },
    get connection(): Redis {
      return connection;
    },
    get(name: Name): BullmqQueue {
      const queue = queues.get(name);
      if (queue === undefined) throw new Error(`there is no queue ${name}`);
      return queue;
    },
  };
}

function pairsOf(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(list.flatMap((name, i) => (i % 2 === 0 ? [[name, list[i + 1] ?? '']] : [])));
}

function neutral(value: unknown, queue: string): unknown {
  return JSON.parse(JSON.stringify(value), (_name, part: unknown) =>
    typeof part === 'string' ? (isRecent(part) ? 'now' : part.replaceAll(queue, 'queue')) : part,
  );
}

function isRecent(text: string): boolean {
  return /^\d{13}$/.test(text) && Math.abs(Number(text) - Date.now()) < 600_000;
}
