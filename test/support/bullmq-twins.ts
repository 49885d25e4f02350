import { beforeEach } from '@jest/globals';
import { type Job, UnrecoverableError } from 'bullmq';
import type { Queues } from '../../src/core/bullmq/queues.js';
import { CoreOptions } from '../../src/core/core-options.js';
import type { Broker } from '../../src/core/redis/broker.js';
import type { BrokerClient } from '../../src/core/redis/connections.js';
import { Keys } from '../../src/core/redis/keys.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import type { TaskSnapshot } from '../../src/core/task/task-snapshot.js';
import { type BullmqQueue, type BullmqQueues, TOKEN, same, useBullmq } from './bullmq-contract.js';

/** Differences that are meant. */
interface Ignored {
  /** Fields of the job. */
  readonly fields?: readonly string[];
  /** Keys of the queue, without their prefix. */
  readonly keys?: readonly string[];
}

/**
 * Two queues with the same job: in one BullMQ moves it, in the other our script does. Afterwards both have to look the
 * same.
 */
export class Twins {
  id = '';
  /** When the job was submitted, in ms since 1970: a minute ago, because reconciliation skips young jobs. */
  made = 0;
  keys = new Keys(new CoreOptions());

  constructor(readonly bullmq: BullmqQueues<'theirs' | 'ours'>) {}

  begin(): void {
    this.id = newTaskId();
    this.made = Date.now() - 60_000;
    this.keys = new Keys(this.options);
  }

  /** A plain connection has all that a script needs. */
  get redis(): BrokerClient {
    return this.bullmq.connection as unknown as BrokerClient;
  }

  get theirs(): BullmqQueue {
    return this.bullmq.get('theirs');
  }

  get ours(): BullmqQueue {
    return this.bullmq.get('ours');
  }

  get options(): CoreOptions {
    return new CoreOptions({ redisPrefix: this.bullmq.sandbox.prefix });
  }

  /** What our classes with scripts are made of. They know only our queue. */
  readonly parts = () => {
    const { redis, ours } = this;
    const broker = { producer: redis, worker: redis, ask: (answer: unknown) => answer };
    const queues = { names: ['ours'], get: () => ours.queue, keys: () => ours.keys };
    // No others of their methods are used.
    return [broker as unknown as Broker, queues as unknown as Queues, this.keys, this.options] as const;
  };

  readonly both = async (act: (side: BullmqQueue) => Promise<unknown>): Promise<void> => {
    for (const side of [this.theirs, this.ours]) await act(side);
  };

  readonly add = (side: BullmqQueue, options: object = {}): Promise<Job> =>
    side.add(this.id, { timestamp: this.made, ...options });

  /** Our job as far as the scripts read it. */
  readonly snapshot = async (): Promise<TaskSnapshot> => {
    const { finishedOn = null } = await this.ours.get(this.id);
    return { queue: 'ours', id: this.id, finishedAt: finishedOn } as TaskSnapshot;
  };

  /** The fields of our job. */
  readonly record = (): Promise<Readonly<Record<string, string | undefined>>> => this.ours.record(this.id);

  /** @param what names the fact that has changed if both are not alike */
  readonly expectAlike = async (what: string, { fields = [], keys = [] }: Ignored = {}): Promise<void> => {
    const sides = await Promise.all([this.ours.contents(), this.theirs.contents()]);
    const [found, reliedOn] = sides.map(({ [this.id]: record, ...others }) => [
      leaving(record ?? {}, fields),
      leaving(others, keys),
    ]);
    same(what, found, reliedOn);
  };
}

/** For each test of the `describe` that calls this. */
export function useTwins(): Twins {
  const twins = new Twins(useBullmq('theirs', 'ours'));
  beforeEach(() => twins.begin());
  return twins;
}

function leaving(values: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

export async function complete(side: BullmqQueue): Promise<void> {
  await (await side.take()).moveToCompleted({ z: 2 }, TOKEN, false);
}

export async function fail(side: BullmqQueue, reason = 'no luck'): Promise<void> {
  await (await side.take()).moveToFailed(new UnrecoverableError(reason), TOKEN, false);
}
