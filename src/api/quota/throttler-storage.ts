import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Broker } from '../../core/redis/broker.js';
import type { Keys } from '../../core/redis/keys.js';
import { LuaScript } from '../../core/redis/lua-script.js';
import { BrokerUnavailableError } from '../../core/task/queue.errors.js';

type StorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Takes a share of what is left of a quota: a hundredth, at least one. The window begins with the first use and ends by
 * itself, by the broker's clock; the count never goes over the limit.
 *
 * KEYS: the count. ARGV: limit, window (ms). Returns what was taken, what is left for others, and the ms to the end.
 */
const TAKE_SHARE = new LuaScript<[taken: number, left: number, endsInMs: number]>(`
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local left = limit - tonumber(redis.call('GET', KEYS[1]) or '0')
local share = math.max(0, math.min(left, math.max(1, math.floor(left / 100))))
if share > 0 then redis.call('INCRBY', KEYS[1], share) end
local ends = redis.call('PTTL', KEYS[1])
if ends < 0 then
  redis.call('PEXPIRE', KEYS[1], window)
  ends = window
end
return { share, math.max(0, left - share), ends }
`);

/** A broker that has not answered by then counts as away: a request must not wait for its count. */
const PATIENCE_MS = 300;
/** That many turns of the event loop have to pass as well: a process that is late itself must not blame the broker. */
const PATIENCE_TURNS = 10;

/** Beyond that many clients, what is over is forgotten, and then everything: a share that is lost is used up. */
const MAX_SHARES = 10_000;

/** What this process may hand out of a quota without asking. */
interface Share {
  mine: number;
  /** What others could still take when this was taken. */
  readonly others: number;
  /** By the clock of performance.now(). */
  readonly endsAt: number;
}

/**
 * The counts of quotas, shared by all processes through the broker. Most requests need no round trip for it: a process
 * takes shares, small ones where little is left. So the limit holds exactly for all processes together; what a process
 * has left of a share when its window ends nobody has used, which is less than a hundredth of the limit.
 */
export class RedisThrottlerStorage implements ThrottlerStorage {
  private readonly shares = new Map<string, Share>();
  private readonly asked = new Map<string, Promise<Share>>();

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** @throws BrokerUnavailableError when that is needed and not there */
  async increment(key: string, windowMs: number, limit: number): Promise<StorageRecord> {
    for (;;) {
      const known = this.shares.get(key);
      const isKnown = known !== undefined && known.endsAt > performance.now();
      const share = isKnown ? known : await this.ask(key, windowMs, limit);
      if (share.mine > 0) {
        share.mine -= 1;
        return recordOf(share, limit, false);
      }
      if (share.others === 0) return recordOf(share, limit, true);
      this.shares.delete(key);
    }
  }

  /** Once for all who need it now. */
  private async ask(key: string, windowMs: number, limit: number): Promise<Share> {
    const asked = this.asked.get(key) ?? this.take(key, windowMs, limit);
    this.asked.set(key, asked);
    return asked.finally(() => this.asked.delete(key));
  }

  private async take(key: string, windowMs: number, limit: number): Promise<Share> {
    const keys = [this.keys.quota(key)];
    const asked = TAKE_SHARE.run(this.broker.producer, keys, [limit, windowMs]);
    const [mine, others, endsInMs] = await withPatience(this.broker.ask(asked));
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

function recordOf({ mine, others, endsAt }: Share, limit: number, isBlocked: boolean): StorageRecord {
  const seconds = Math.max(1, Math.ceil((endsAt - performance.now()) / 1_000));
  const totalHits = limit - mine - others;
  return { totalHits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    // Answers that are there already are read between two timers, however long a turn takes.
    const wait = (turns: number): void => {
      if (turns === 0) return reject(new BrokerUnavailableError(new Error('it is late')));
      timer = setTimeout(() => wait(turns - 1), PATIENCE_MS / PATIENCE_TURNS);
    };
    wait(PATIENCE_TURNS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
