import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Broker } from '../../core/redis/broker.js';
import { Keys } from '../../core/redis/keys.js';
import { LuaScript } from '../../core/redis/lua-script.js';
import { MemoryLimit } from '../../core/submit/memory-limit.js';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { newTaskId } from '../../core/task/task-id.js';

/** How long a key is known, from its first request on. */
const KEPT_MS = 86_400_000;

/** How often, and for how long, a broker that is away is asked to unlock a key. */
const UNLOCK_AGAIN_MS = 250;
const UNLOCK_FOR_MS = 15_000;

/**
 * A record is a hash. `fingerprint`: what the key was first used for. `seed`: where the ids of its tasks come from.
 * `holder`, `lockedUntil` (ms, by the broker's clock): who is answering it now. `claims`: how often it was begun.
 * `answer`: the answer as JSON; then only the fingerprint stands beside it.
 */
type ClaimReply = ['claimed' | 'replay', string] | ['in-flight' | 'mismatch' | 'full'];

/**
 * KEYS: record. ARGV: fingerprint, holder (and seed of a new record), lease (ms), how long a record is kept (ms), `full`
 * where no new record may be made.
 */
const CLAIM = new LuaScript<ClaimReply>(`
local record = redis.call('HMGET', KEYS[1], 'fingerprint', 'answer', 'seed', 'lockedUntil', 'holder')
local fingerprint, answer, seed, lockedUntil, holder = record[1], record[2], record[3], record[4], record[5]
if fingerprint and fingerprint ~= ARGV[1] then return { 'mismatch' } end
if answer then return { 'replay', answer } end
if holder == ARGV[2] then return { 'claimed', seed } end -- sent again, because the reply was lost
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if tonumber(lockedUntil or '0') > now then return { 'in-flight' } end
if not fingerprint then
  if ARGV[5] == 'full' then return { 'full' } end
  seed = ARGV[2]
  redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'seed', seed)
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
redis.call('HSET', KEYS[1], 'holder', ARGV[2], 'lockedUntil', string.format('%.0f', now + ARGV[3]))
redis.call('HINCRBY', KEYS[1], 'claims', 1)
return { 'claimed', seed }
`);

/** KEYS: record. ARGV: holder, `keep`, `release` or `unlock`, the answer. A lock that has passed on is left alone. */
const SETTLE = new LuaScript<number>(`
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
if ARGV[2] == 'release' and redis.call('HGET', KEYS[1], 'claims') == '1' then return redis.call('DEL', KEYS[1]) end
redis.call('HDEL', KEYS[1], 'holder', 'lockedUntil')
if ARGV[2] == 'keep' then
  redis.call('HDEL', KEYS[1], 'seed', 'claims')
  redis.call('HSET', KEYS[1], 'answer', ARGV[3])
end
return 1
`);

/** A request with a key of its client's. */
export interface KeyedRequest {
  /** Hash of the key: a client's string never becomes a name in the broker. */
  readonly hash: string;
  /** Equal for two requests that ask for the same. */
  readonly fingerprint: string;
  /** How long answering may take: after that it counts as crashed. */
  readonly leaseMs: number;
}

/** An answer as it is given again. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
  /** The body in place of `body`: deflated, in base64. */
  readonly packed?: string;
  readonly type?: string;
  readonly location?: string;
}

/** The right to answer a request. Ids that are made from its seed are the same each time the key is claimed. */
export interface Claim {
  readonly hash: string;
  readonly seed: string;
  readonly holder: string;
}

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'replay'; readonly answer: StoredAnswer }
  | { readonly kind: 'in-flight' | 'mismatch' };

/**
 * What is known of each Idempotency-Key for a day:
 *
 *     ─claim─> locked ─keep────> answered, replayed from then on
 *                │ ▲  ─release─> unknown again: nothing was created
 *         unlock,│ │claim
 *      lease over▼ │
 *              unlocked: the outcome is unknown, the next claim begins again with the same seed
 *
 * The lock only spares work and gives every client the same answer. That there is one task a key follows from the
 * seed: whoever begins again makes the same ids, which the broker ignores when it has them.
 */
@Injectable()
export class IdempotencyStore {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly memory: MemoryLimit,
  ) {}

  /**
   * Takes the key, unless someone has it or it was answered.
   *
   * @throws BrokerUnavailableError
   * @throws BrokerFullError for a key that is not known yet: what is kept for it takes memory, as a task does
   */
  async claim({ hash, fingerprint, leaseMs }: KeyedRequest): Promise<ClaimOutcome> {
    const holder = newTaskId();
    const full = await this.fullError();
    const values = [fingerprint, holder, leaseMs, KEPT_MS, full === undefined ? '' : 'full'];
    try {
      const running = CLAIM.run(this.broker.producer, [this.keys.idempotency(hash)], values);
      const outcome = outcomeOf(await this.broker.ask(running), hash, holder);
      if (outcome !== undefined) return outcome;
    } catch (error) {
      // Perhaps only the reply was lost. What is sent now on the same connection is done after it.
      this.unlock({ hash, seed: '', holder }).catch(() => undefined);
      throw error;
    }
    throw full ?? new Error('Redis refused an Idempotency-Key as out of memory, although memory was free.');
  }

  private async fullError(): Promise<Error | undefined> {
    if (this.broker.producer.status === 'ready') await this.memory.refresh();
    return this.memory.refusal('tasks'); // no queue takes any more then
  }

  /** Stores the answer: it is what the key gives from now on. */
  async keep(claim: Claim, answer: StoredAnswer): Promise<void> {
    await this.settle(claim, 'keep', JSON.stringify(answer));
  }

  /**
   * Forgets the key, because nothing was created: it may be used for another request. After an earlier claim that
   * ended unknown something may have been: then it is only unlocked.
   */
  async release(claim: Claim): Promise<void> {
    await this.settle(claim, 'release');
  }

  /**
   * Leaves the outcome unknown: the same request may come again at once, and settles it. A broker that is away, which is
   * most often the reason, is asked again until the lock has ended by itself.
   */
  async unlock(claim: Claim): Promise<void> {
    for (const from = performance.now(); ; await pause(UNLOCK_AGAIN_MS, undefined, { ref: false })) {
      try {
        return await this.settle(claim, 'unlock');
      } catch (error) {
        if (!(error instanceof BrokerUnavailableError) || performance.now() - from > UNLOCK_FOR_MS)
          throw error;
      }
    }
  }

  private async settle({ hash, holder }: Claim, how: string, answer = ''): Promise<void> {
    const keys = [this.keys.idempotency(hash)];
    await this.broker.ask(SETTLE.run(this.broker.producer, keys, [holder, how, answer]));
  }
}

/** @returns undefined where there is no room for a new key */
function outcomeOf([kind, value]: ClaimReply, hash: string, holder: string): ClaimOutcome | undefined {
  if (kind === 'full') return undefined;
  // `keep` wrote it, and nobody else writes under this key.
  if (kind === 'replay') return { kind, answer: JSON.parse(value) as StoredAnswer };
  if (kind === 'claimed') return { kind, claim: { hash, seed: value, holder } };
  return { kind };
}
