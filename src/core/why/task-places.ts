import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { snapshotOf } from '../bullmq/job-snapshot.js';
import { type PlaceReading, findPlace } from '../bullmq/scripts/find-place.js';
import { Queues } from '../bullmq/queues.js';
import { parseHold } from '../queues/queue-holds.js';
import { parseLimits, timeLimitOf } from '../queues/type-limits-record.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { TaskNotFoundError } from '../task/queue.errors.js';
import { isTaskId } from '../task/task-id.js';
import { TaskRegistry } from '../task/task-registry.js';
import type { TaskOptions } from '../task/task.js';
import type { Situation } from './situation.js';

/** All of a situation that one atomic read of the broker yields. */
export type PlacedTask = Pick<
  Situation,
  'now' | 'task' | 'queue' | 'place' | 'paused' | 'closed' | keyof LimitsOfType
>;

type LimitsOfType = Pick<Situation, 'type' | 'typeLimit' | 'typePaused' | 'typeConcurrency' | 'timeoutMs'>;

/** Reads tasks with their places in their queues. */
@Injectable()
export class TaskPlaces {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
    private readonly options: CoreOptions,
    private readonly registry: TaskRegistry,
  ) {}

  /**
   * @throws TaskNotFoundError if it does not exist or its retention is over
   * @throws BrokerUnavailableError
   */
  async find(given: string): Promise<PlacedTask> {
    const id = given.toLowerCase();
    const { now, reading } = isTaskId(id) ? await this.read(id) : { now: 0, reading: undefined };
    const queue = reading && this.queues.names[reading.job.queue];
    if (reading === undefined || queue === undefined) throw new TaskNotFoundError(given);
    const task = snapshotOf(id, queue, reading.job.record, now, this.options.resultRetentionMs);
    if (task === undefined) throw new TaskNotFoundError(given);
    return {
      ...{ now, task, queue, place: reading },
      paused: parseHold(reading.holds.paused),
      closed: parseHold(reading.holds.closed),
      ...this.limitsOf(task.name, reading),
    };
  }

  private limitsOf(given: string, { type: { limits }, job }: PlaceReading): LimitsOfType {
    const declared: Partial<TaskOptions<object>> = this.registry.find(given)?.options ?? {};
    const own = parseLimits(limits);
    const { timeoutMs = declared.timeoutMs } = job.record.options;
    return {
      type: declared.name ?? given,
      typePaused: own.paused ?? null,
      typeConcurrency: own.concurrency ?? null,
      typeLimit: own.rate ?? declared.rateLimit ?? null,
      timeoutMs: timeLimitOf(timeoutMs, declared.timeoutMs, own.timeoutMs) ?? null,
    };
  }

  private read(id: string) {
    const prefixes = this.queues.names.map((name) => this.queues.keys(name).prefix);
    const [first = ''] = prefixes;
    const finding = findPlace(this.broker.producer, {
      queues: prefixes,
      prefix: first.slice(0, -`${this.queues.names[0] ?? ''}:`.length),
      pausedHolds: this.keys.holds('paused'),
      closedHolds: this.keys.holds('closed'),
      typeLimits: this.keys.typeLimits,
      typeSlots: this.keys.typeSlots(''),
      formerNames: this.registry
        .all()
        .flatMap(({ options: { name, aliases = [] } }) => aliases.flatMap((alias) => [alias, name])),
      id,
    });
    return this.broker.ask(finding);
  }
}
