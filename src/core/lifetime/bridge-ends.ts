import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { snapshotOf } from '../bullmq/job-snapshot.js';
import { entryOf } from '../bullmq/queue-entry.js';
import { Queues } from '../bullmq/queues.js';
import {
  type StreamReader,
  type StreamedEnd,
  claimEnds,
  ensureGroup,
  entryAt,
  lacksGroup,
  readEnds,
  settleEnds,
} from '../bullmq/scripts/bridge-stream.js';
import { handOverEnd } from '../bullmq/scripts/hand-over-end.js';
import { Broker } from '../redis/broker.js';
import type { BrokerClient } from '../redis/connections.js';
import { Keys } from '../redis/keys.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import type { TaskPlace } from './completion-outbox.js';

/** An end that was taken and not settled for this long is given to whoever asks next: its consumer may have died. */
const IDLE_MS = 30_000;
/** Interval at which a consumer asks for such ends. */
const CLAIM_EVERY_MS = 5_000;
/** The beginning of a stream. */
const FIRST = '0-0';

/** The end of a task that came over a bridge. */
export interface BridgedEnd {
  /** Names this end for `settle`. */
  readonly entry: string;
  /** The task as it ended, with its mark. */
  readonly task: TaskSnapshot;
}

/** The ends that a bridge has still to tell. */
export interface WaitingEnds {
  readonly count: number;
  /** Time of the oldest, ms since 1970; null if there is none. */
  readonly oldestAt: number | null;
}

/**
 * The ends of tasks that came over bridges, one stream for each bridge. An end stays in it until the bridge has settled
 * it. It is handed over at least once: a bridge must be able to tell it again.
 */
@Injectable()
export class BridgeEnds implements OnApplicationShutdown {
  private connection: BrokerClient | undefined;
  /** The next look for ends of dead consumers, by stream. */
  private readonly claims = new Map<string, { readonly from: string; readonly at: number }>();

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly queues: Queues,
    private readonly options: CoreOptions,
  ) {}

  /** Closes its connection. */
  onApplicationShutdown(): void {
    this.connection?.disconnect();
  }

  /**
   * Adds the end of a task to the stream of its bridge, in one round trip.
   *
   * @param ended its time as recorded; '' if the caller has just recorded it
   * @param isLast true if nothing else follows: then the end is settled in the outbox, in the same step
   */
  async handOver({ queue, id }: TaskPlace, bridge: string, ended = '', isLast = true): Promise<void> {
    const end = { ...this.endOf({ queue, id }, bridge), ended, isLast };
    await this.broker.ask(handOverEnd(this.broker.producer, this.queues.keys(queue), end));
  }

  /**
   * The same for a worker that has just sent the command that records the end, on the same connection.
   *
   * @returns false if the end is not recorded
   */
  handOverBehind(place: TaskPlace, bridge: string): Promise<boolean> {
    const end = { ...this.endOf(place, bridge), ended: '', isLast: true };
    return handOverEnd(this.broker.worker, this.queues.keys(place.queue), end);
  }

  /**
   * Takes the next ends, waiting up to `waitMs` for one. Several consumers share them. Those that a consumer has taken
   * and not settled are taken again after 30 s, by any.
   *
   * @param consumer names this process
   * @throws BrokerUnavailableError
   */
  async take(
    bridge: string,
    consumer: string,
    { count, waitMs }: { readonly count: number; readonly waitMs: number },
  ): Promise<readonly BridgedEnd[]> {
    const reader = { stream: this.keys.bridgeEnds(bridge), consumer };
    this.connection ??= this.broker.createConsumer();
    const ends = await this.broker.ask(this.next(this.connection, reader, count, waitMs));
    return ends.flatMap((end) => this.taken(end));
  }

  /** Removes ends that were told. */
  async settle(bridge: string, entries: readonly string[]): Promise<void> {
    if (entries.length === 0) return;
    await this.broker.ask(settleEnds(this.broker.producer, this.keys.bridgeEnds(bridge), entries));
  }

  /** The ends that are not settled, taken or not. */
  async waiting(bridge: string): Promise<WaitingEnds> {
    const stream = this.keys.bridgeEnds(bridge);
    const { producer } = this.broker;
    const asking = Promise.all([producer.xlen(stream), producer.xrange(stream, '-', '+', 'COUNT', 1)]);
    const [count, [oldest]] = await this.broker.ask(asking);
    return { count, oldestAt: oldest ? entryAt(oldest[0]) : null };
  }

  private endOf({ queue, id }: TaskPlace, bridge: string) {
    const { completions } = this.keys;
    return { id, queue, entry: entryOf(queue, id), completions, ends: this.keys.bridgeEnds(bridge) };
  }

  private async next(redis: BrokerClient, reader: StreamReader, count: number, waitMs: number) {
    try {
      const ends = await this.claim(redis, reader, count);
      return ends.length > 0 ? ends : await readEnds(redis, reader, count, waitMs);
    } catch (error) {
      if (!lacksGroup(error)) throw error;
      await ensureGroup(redis, reader.stream);
      return readEnds(redis, reader, count, waitMs);
    }
  }

  private async claim(redis: BrokerClient, reader: StreamReader, count: number): Promise<StreamedEnd[]> {
    const { from, at } = this.claims.get(reader.stream) ?? { from: FIRST, at: 0 };
    if (at > Date.now()) return [];
    const { next, ends } = await claimEnds(redis, reader, from, { count, idleMs: IDLE_MS });
    this.claims.set(reader.stream, { from: next, at: next === FIRST ? Date.now() + CLAIM_EVERY_MS : 0 });
    return ends;
  }

  /** An end of a newer version, with another queue, is left to its processes. */
  private taken({ entry, id, queue, record }: StreamedEnd): BridgedEnd[] {
    if (!this.queues.has(queue)) return [];
    const task = snapshotOf(id, queue, record, 0, this.options.resultRetentionMs);
    return task ? [{ entry, task }] : [];
  }
}
