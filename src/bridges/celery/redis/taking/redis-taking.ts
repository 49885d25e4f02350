import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { LiveRedis } from '../../../../core/index.js';
import { shortText } from '../../../../platform/redaction/short-text.js';
import { within } from '../../../../platform/timing/within.js';
import type { Taken, TakeMessages } from '../../broker/celery-broker.js';
import type { CeleryRedis } from '../celery-redis.js';
import { Doorbell } from './doorbell.js';
import { readEnvelope } from '../envelope.js';
import type { HeldMessages } from './held-messages.js';
import type { RedisNames } from '../redis-names.js';
import { claimMessages, type TakenItem } from '../scripts.js';
import { WatchedQueues } from './watched-queues.js';

/** Maximum size of the messages of one turn; one message may be larger. */
const TURN_BYTES = 8 * 1_024 * 1_024;
/** Interval of asking while a list that is not watched had messages lately. */
const BUSY_MS = 5;
/** Limits of the interval otherwise. */
const IDLE_MS = { least: 50, most: 250 };
/** Time for which a list counts as busy after a message. */
const BUSY_FOR_MS = 1_000;
/** Delay after a refusal, such as that of a user who may not run scripts. */
const REFUSED_MS = 1_000;

/** Longest wait for a broker's reply when taking is stopped. */
const AWAY_AFTER_MS = 1_000;

/** Takes messages in turns: the next when those of the one before are stored. */
export class RedisTaking {
  private readonly logger = new Logger('CeleryBroker');
  private readonly doorbell = new Doorbell();
  private readonly watched: WatchedQueues;
  private queues: readonly string[] = [];
  /** Ends the loop that runs now. */
  private loop: AbortController | undefined;
  private isOver: Promise<void> = Promise.resolve();
  private turn: Promise<void> = Promise.resolve();
  private busyUntil = 0;
  private idleMs = IDLE_MS.least;

  constructor(
    connections: CeleryRedis,
    private readonly redis: LiveRedis,
    private readonly names: RedisNames,
    private readonly held: HeldMessages,
    private readonly prefetch: number,
  ) {
    this.watched = new WatchedQueues(connections, names, this.doorbell.ring);
  }

  take(queues: readonly string[], take: TakeMessages): void {
    this.queues = queues;
    this.watched.set(queues);
    this.doorbell.ring();
    if (this.loop !== undefined) return;
    const { signal } = (this.loop = new AbortController());
    this.isOver = this.takeTurns(take, () => signal.aborted);
  }

  /** Waits for the turn in progress, not for a broker that is away. */
  async stop(): Promise<void> {
    this.loop?.abort();
    this.loop = undefined;
    this.watched.set([]);
    this.doorbell.ring();
    await within(this.isOver, AWAY_AFTER_MS, () => this.turn);
  }

  private async takeTurns(take: TakeMessages, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      this.doorbell.reset();
      const messages = await this.claim();
      if (isOver()) await Promise.allSettled(messages.map(({ giveBack }) => giveBack()));
      else if (messages.length === 0) await this.waitForMore();
      else await (this.turn = take(messages));
    }
  }

  private async claim(): Promise<readonly Taken[]> {
    const [first, ...others] = this.queues;
    if (first === undefined) return [];
    this.queues = [...others, first]; // each queue comes first in its turn
    const lists = this.names.lists(this.queues);
    try {
      const items = await this.claimFrom(lists);
      this.noteTraffic(items, lists);
      return items.map((item) => this.taken(item, lists[item.place - 1] ?? ''));
    } catch (error) {
      this.logger.warn(`Cannot take messages of Celery: ${shortText((error as Error).message, 200)}`);
      await pause(REFUSED_MS, undefined, { ref: false });
      return [];
    }
  }

  private claimFrom(queues: readonly string[]): Promise<readonly TakenItem[]> {
    const { unacked, unackedIndex: index, claims } = this.names;
    const limits = { count: this.prefetch, maxBytes: TURN_BYTES };
    return claimMessages.run(this.redis, { unacked, index, claims, queues, ...limits });
  }

  private taken({ tag, raw }: TakenItem, list: string): Taken {
    const delivery = readEnvelope(raw, this.names.queueOf(list));
    if (tag === '') return { ...delivery, acknowledge: resolved, giveBack: () => this.putBack(list, raw) };
    const claim = { list, tag, raw };
    this.held.hold(claim);
    return {
      ...delivery,
      acknowledge: () => this.held.acknowledge(claim),
      giveBack: () => this.held.giveBack(claim),
    };
  }

  /** For a message without a claim. */
  private async putBack(list: string, raw: string): Promise<void> {
    await this.redis.rpush(list, raw);
  }

  private noteTraffic(items: readonly TakenItem[], lists: readonly string[]): void {
    if (items.length === 0) return;
    this.idleMs = IDLE_MS.least;
    const isFound = items.some(({ place }) => !this.watched.isWatched(lists[place - 1]));
    if (isFound) this.busyUntil = Date.now() + BUSY_FOR_MS;
  }

  private async waitForMore(): Promise<void> {
    this.watched.arm();
    const isBusy = Date.now() < this.busyUntil;
    await this.doorbell.wait(isBusy ? BUSY_MS : this.idleMs);
    if (!isBusy) this.idleMs = Math.min(this.idleMs * 2, IDLE_MS.most);
  }
}

function resolved(): Promise<void> {
  return Promise.resolve();
}
