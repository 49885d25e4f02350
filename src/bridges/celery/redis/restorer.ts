import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { LiveRedis } from '../../../core/index.js';
import { within } from '../../../platform/timing/within.js';
import { redelivered } from './envelope.js';
import { claimOf, readBinding, readClaim, type RedisNames } from './redis-names.js';
import {
  abandonedClaims,
  invisibleMessages,
  type RecordedItem,
  releaseLock,
  restoreMessage,
} from './scripts.js';

/** Interval of looking for messages of consumers that died. */
const LOOK_EVERY_MS = 10_000;
/** Time without a sign of life after which a bridge's message is put back. */
const ABANDONED_AFTER_S = 60;
/** Maximum number of messages put back at a time. */
const BATCH = 100;
/** Celery's own limit for holding the lock. */
const LOCK_S = 300;

/** Longest wait for a broker's reply at the end. */
const AWAY_AFTER_MS = 1_000;

/**
 * Puts back the messages of consumers that died: of bridges soon, of all others after the visibility timeout, as each
 * of Celery's consumers does.
 */
export class Restorer {
  private readonly logger = new Logger('CeleryBroker');
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly redis: LiveRedis,
    private readonly names: RedisNames,
    private readonly visibilityTimeoutMs: number,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
    void this.look();
  }

  /** Waits for what is in progress, so that the lock is released. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await within(Promise.resolve(this.looking), AWAY_AFTER_MS, () => undefined);
  }

  look(): Promise<void> {
    this.looking ??= this.restore().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async restore(): Promise<void> {
    try {
      const count = (await this.restoreAbandoned()) + (await this.restoreInvisible());
      if (count > 0) this.logger.warn(`Put back ${count} messages of Celery consumers that have died`);
    } catch (error) {
      this.logger.debug({ err: error }, 'Cannot look for messages of Celery consumers that have died');
    }
  }

  private async restoreAbandoned(): Promise<number> {
    const { unacked, claims } = this.names;
    const items = await abandonedClaims.run(this.redis, {
      unacked,
      claims,
      afterSeconds: ABANDONED_AFTER_S,
      count: BATCH,
    });
    return this.restoreAll(items, claims, ({ member, record }) => {
      const { list, tag } = readClaim(member);
      return Promise.resolve({ list, tag, claim: member, envelope: redelivered(ownEnvelopeIn(record)) });
    });
  }

  private async restoreInvisible(): Promise<number> {
    if ((await this.invisible()).length === 0) return 0; // without the lock, which outlives a process that dies
    const owner = randomUUID();
    const lock = this.names.unackedMutex;
    if ((await this.redis.set(lock, owner, 'EX', LOCK_S, 'NX')) === null) return 0;
    try {
      return await this.restoreAll(await this.invisible(), this.names.unackedIndex, (item) =>
        this.placeOf(item),
      );
    } finally {
      await releaseLock.run(this.redis, { lock, owner });
    }
  }

  private invisible(): Promise<readonly RecordedItem[]> {
    const { unacked, unackedIndex: index } = this.names;
    const afterSeconds = Math.ceil(this.visibilityTimeoutMs / 1_000);
    return invisibleMessages.run(this.redis, { unacked, index, afterSeconds, count: BATCH });
  }

  private async restoreAll(items: readonly RecordedItem[], scored: string, placeOf: Place): Promise<number> {
    let count = 0;
    for (const item of items) {
      const place = await placeOf(item);
      if (place === undefined) continue;
      const { unacked, unackedIndex: index, claims } = this.names;
      const { list: queue, ...values } = place;
      const { member, score } = item;
      count += await restoreMessage.run(this.redis, {
        ...{ unacked, index, claims, scored, queue, member, score },
        ...values,
      });
    }
    return count;
  }

  /** Undefined for what only Celery's own consumers can restore. */
  private async placeOf({ member: tag, record }: RecordedItem): Promise<Restored | undefined> {
    const list = record === '' ? this.names.mainList('') : await this.listOf(record);
    const envelope = record === '' ? '' : envelopeIn(record);
    if (list === undefined || envelope === undefined) return undefined;
    return { list, tag, claim: claimOf(list, tag), envelope };
  }

  private async listOf(record: string): Promise<string | undefined> {
    const [envelope, exchange, routingKey] = partsOf(record) ?? [];
    if (typeof exchange !== 'string' || typeof routingKey !== 'string') return undefined;
    const queue = exchange === '' ? routingKey : await this.boundQueue(exchange, routingKey);
    const priority = Number((envelope as Envelope | undefined)?.properties?.priority ?? 0);
    return queue === undefined || queue === '' ? undefined : this.names.list(queue, priority || 0);
  }

  /** The queue to which a direct exchange leads. */
  private async boundQueue(exchange: string, routingKey: string): Promise<string | undefined> {
    const members = await this.redis.smembers(this.names.bindings(exchange));
    return members.map(readBinding).find((binding) => binding.routingKey === routingKey)?.queue;
  }
}

interface Restored {
  readonly list: string;
  readonly tag: string;
  readonly claim: string;
  /** Empty: there is no such message any more. */
  readonly envelope: string;
}

type Place = (item: RecordedItem) => Promise<Restored | undefined>;

interface Envelope {
  readonly properties?: { readonly priority?: unknown };
}

/** A recorded text as `[envelope, exchange, routing key]`. */
function partsOf(record: string): readonly unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(record);
    return Array.isArray(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}

/** The text as it came, from the record of a claim of ours: within its texts, each quotation mark is escaped. */
function ownEnvelopeIn(record: string): string {
  const routingKeyAt = record.lastIndexOf(',"');
  return record.slice(1, Math.max(record.lastIndexOf(',"', routingKeyAt - 1), 0));
}

function envelopeIn(record: string): string | undefined {
  const envelope = partsOf(record)?.[0];
  return envelope === undefined ? undefined : redelivered(JSON.stringify(envelope));
}
