import { Injectable } from '@nestjs/common';
import { Broker } from '../../core/redis/broker.js';
import { Keys } from '../../core/redis/keys.js';
import { LuaScript } from '../../core/redis/lua-script.js';
import { integer, tuple } from '../../core/redis/script-reply.js';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { within } from '../../platform/timing/within.js';

/**
 * Takes a share of the quota that is left: a hundredth, at least one. The window starts with the first use and ends by
 * the broker's clock; the count never exceeds the limit.
 *
 * Returns what was taken, what is left for others, and the ms to the end.
 */
const TAKE_SHARE = new LuaScript({
  name: 'take-share',
  keys: ['count'],
  numbers: ['limit', 'windowMs'],
  text: `
local left = limit - tonumber(redis.call('GET', count) or '0')
local share = math.max(0, math.min(left, math.max(1, math.floor(left / 100))))
if share > 0 then redis.call('INCRBY', count, share) end
local ends = redis.call('PTTL', count)
if ends < 0 then
  redis.call('PEXPIRE', count, windowMs)
  ends = windowMs
end
return { share, math.max(0, left - share), ends }
`,
  reply: tuple(integer, integer, integer),
});

/** A broker that takes longer counts as unavailable: a request must not wait for its count. */
const PATIENCE_MS = 300;
/** Minimum number of event loop turns in that time: a busy process must not blame the broker. */
const PATIENCE_TURNS = 10;

/** Beyond this number of clients, expired shares are dropped, then all: a lost share counts as used. */
const MAX_SHARES = 10_000;

/** A limit of requests per client and window. */
export interface Quota {
  /** Name in the RateLimit headers. */
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** A client's quota after a request. */
export interface QuotaUse {
  /** The request was not counted: nothing is left until the window ends. */
  readonly isExceeded: boolean;
  readonly left: number;
  /** Seconds until the window ends, rounded up. */
  readonly endsInS: number;
}

/** The part of a quota that this process may use without asking the broker. */
interface Share {
  mine: number;
  /** Quota left for others when this share was taken. */
  readonly others: number;
  /** By the clock of performance.now(). */
  readonly endsAt: number;
}

/**
 * Counts the use of quotas across all processes through the broker. Most requests need no round trip: a process takes
 * shares, which get smaller as the quota runs out. The limit is exact. The unused rest of a share is lost at the end of
 * the window, which is less than a hundredth of the limit.
 */
@Injectable()
export class QuotaShares {
  private readonly shares = new Map<string, Share>();
  private readonly pending = new Map<string, Promise<Share>>();

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /**
   * Counts one request of a client.
   *
   * @throws BrokerUnavailableError if a share is needed and the broker is unavailable
   */
  async use(quota: Quota, client: string): Promise<QuotaUse> {
    const key = `${quota.name}:${client}`;
    for (;;) {
      const known = this.shares.get(key);
      const isKnown = known !== undefined && known.endsAt > performance.now();
      const share = isKnown ? known : await this.takeOnce(key, quota);
      if (share.mine > 0) {
        share.mine -= 1;
        return useOf(share, false);
      }
      if (share.others === 0) return useOf(share, true);
      this.shares.delete(key);
    }
  }

  /** One script call serves all requests that need a share of the same quota now. */
  private async takeOnce(key: string, quota: Quota): Promise<Share> {
    const pending = this.pending.get(key) ?? this.take(key, quota);
    this.pending.set(key, pending);
    return pending.finally(() => this.pending.delete(key));
  }

  private async take(key: string, { limit, windowMs }: Quota): Promise<Share> {
    const reply = TAKE_SHARE.run(this.broker.producer, { count: this.keys.quota(key), limit, windowMs });
    const [mine, others, endsInMs] = await withPatience(this.broker.ask(reply));
    const share = { mine, others, endsAt: performance.now() + endsInMs };
    if (this.shares.size >= MAX_SHARES) this.forget();
    this.shares.set(key, share);
    return share;
  }

  private forget(): void {
    const now = performance.now();
    for (const [key, { endsAt }] of this.shares) if (endsAt <= now) this.shares.delete(key);
    if (this.shares.size >= MAX_SHARES) this.shares.clear();
  }
}

function useOf({ mine, others, endsAt }: Share, isExceeded: boolean): QuotaUse {
  const endsInS = Math.max(1, Math.ceil((endsAt - performance.now()) / 1_000));
  return { isExceeded, left: mine + others, endsInS };
}

/**
 * Uses many short waits instead of one: replies that have arrived are read between two timers, however long a turn
 * takes.
 */
async function withPatience<T>(work: Promise<T>): Promise<T> {
  for (let turn = 0; turn < PATIENCE_TURNS; turn++) {
    const reply = await within(work, PATIENCE_MS / PATIENCE_TURNS, () => undefined);
    if (reply !== undefined) return reply;
  }
  throw new BrokerUnavailableError(new Error('it is late'));
}
