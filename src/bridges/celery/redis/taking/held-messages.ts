import type { LiveRedis } from '../../../../core/index.js';
import { claimOf, type RedisNames } from '../redis-names.js';
import { redelivered } from '../envelope.js';
import { renewClaims, restoreMessage } from '../scripts.js';

/** Interval of signs of life for what is held. */
const RENEW_EVERY_MS = 15_000;

/** A message that was taken with a claim. */
export interface Claim {
  readonly list: string;
  readonly tag: string;
  readonly raw: string;
}

/** The messages that this process has taken and not settled yet. */
export class HeldMessages {
  private readonly claims = new Set<Claim>();
  private settled: Settled | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly redis: LiveRedis,
    private readonly names: RedisNames,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.renew(), RENEW_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  hold(claim: Claim): void {
    this.claims.add(claim);
  }

  /** Those of one turn are acknowledged together. */
  acknowledge(claim: Claim): Promise<void> {
    this.settled ??= this.nextSettled();
    this.settled.claims.push(claim);
    return this.settled.done;
  }

  async giveBack(claim: Claim): Promise<void> {
    const { list, tag, raw } = claim;
    await restoreMessage.run(this.redis, {
      ...this.keys(list),
      tag,
      claim: claimOf(list, tag),
      member: '',
      score: '',
      envelope: redelivered(raw),
    });
    this.claims.delete(claim);
  }

  /** Keys of the script that restores a message to this list. */
  keys(list: string): Readonly<Record<'unacked' | 'index' | 'scored' | 'claims' | 'queue', string>> {
    const { unacked, unackedIndex, claims } = this.names;
    return { unacked, index: unackedIndex, scored: claims, claims, queue: list };
  }

  private nextSettled(): Settled {
    const claims: Claim[] = [];
    const done = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      this.settled = undefined;
      await this.remove(claims);
    });
    return { claims, done };
  }

  /** One transaction, so that nobody restores a half of it. */
  private async remove(claims: readonly Claim[]): Promise<void> {
    const tags = claims.map(({ tag }) => tag);
    await this.redis
      .multi()
      .zrem(this.names.unackedIndex, ...tags)
      .hdel(this.names.unacked, ...tags)
      .zrem(this.names.claims, ...claims.map(({ list, tag }) => claimOf(list, tag)))
      .exec();
    for (const claim of claims) this.claims.delete(claim);
  }

  private async renew(): Promise<void> {
    const { claims, unackedIndex: index } = this.names;
    const held = [...this.claims].flatMap(({ list, tag }) => [claimOf(list, tag), tag]);
    if (held.length === 0) return;
    await renewClaims.run(this.redis, { claims, index, held }).catch(() => undefined);
  }
}

interface Settled {
  readonly claims: Claim[];
  readonly done: Promise<void>;
}
