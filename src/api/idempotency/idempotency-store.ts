import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Broker } from '../../core/redis/broker.js';
import { Keys } from '../../core/redis/keys.js';
import { LuaScript } from '../../core/redis/lua-script.js';
import { type ReplyParser, UnexpectedReplyError, flag, listOf, text } from '../../core/redis/script-reply.js';
import { MemoryLimit } from '../../core/submit/memory-limit.js';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { newTaskId } from '../../core/task/task-id.js';

/** Retention of a key, from its first request. */
const KEPT_MS = 86_400_000;

/** Interval and time limit of the retries to unlock a key while the broker is unavailable. */
const UNLOCK_AGAIN_MS = 250;
const UNLOCK_FOR_MS = 15_000;

/**
 * A record is a hash. `fingerprint`: the key's first request. `seed`: source of the ids of its tasks. `holder`,
 * `lockedUntil` (ms, by the broker's clock): the current attempt to answer. `claims`: number of attempts. `answer`: the
 * response as JSON; then only the fingerprint is kept besides.
 */
type ClaimReply = ['claimed' | 'replay', string] | ['in-flight' | 'mismatch' | 'full'];

const claimReply: ReplyParser<ClaimReply> = (reply) => {
  const [kind, value] = listOf(text)(reply);
  if ((kind === 'claimed' || kind === 'replay') && value !== undefined) return [kind, value];
  if (kind === 'in-flight' || kind === 'mismatch' || kind === 'full') return [kind];
  throw new UnexpectedReplyError('what became of a claim', reply);
};

/** A new record has its first holder as its seed. `mode`: `full` refuses new records. */
const CLAIM = new LuaScript({
  name: 'claim-key',
  keys: ['record'],
  args: ['fingerprint', 'holder', 'mode'],
  numbers: ['leaseMs', 'keptMs'],
  text: `
local found = redis.call('HMGET', record, 'fingerprint', 'answer', 'seed', 'lockedUntil', 'holder')
local known, answer, seed, lockedUntil, current = found[1], found[2], found[3], found[4], found[5]
if known and known ~= fingerprint then return { 'mismatch' } end
if answer then return { 'replay', answer } end
if current == holder then return { 'claimed', seed } end -- sent again, because the reply was lost
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if tonumber(lockedUntil or '0') > now then return { 'in-flight' } end
if not known then
  if mode == 'full' then return { 'full' } end
  seed = holder
  redis.call('HSET', record, 'fingerprint', fingerprint, 'seed', seed)
  redis.call('PEXPIRE', record, keptMs)
end
redis.call('HSET', record, 'holder', holder, 'lockedUntil', string.format('%.0f', now + leaseMs))
redis.call('HINCRBY', record, 'claims', 1)
return { 'claimed', seed }
`,
  reply: claimReply,
});

/** `how`: `keep`, `release` or `unlock`. Does nothing if another holder has the lock. */
const SETTLE = new LuaScript({
  name: 'settle-key',
  keys: ['record'],
  args: ['holder', 'how', 'answer'],
  text: `
if redis.call('HGET', record, 'holder') ~= holder then return 0 end
if how == 'release' and redis.call('HGET', record, 'claims') == '1' then return redis.call('DEL', record) end
redis.call('HDEL', record, 'holder', 'lockedUntil')
if how == 'keep' then
  redis.call('HDEL', record, 'seed', 'claims')
  redis.call('HSET', record, 'answer', answer)
end
return 1
`,
  reply: flag,
});

/** A request with an Idempotency-Key. */
export interface KeyedRequest {
  /** Hash of the key: text from a client never becomes a key name in the broker. */
  readonly hash: string;
  /** Equal for equal requests. */
  readonly fingerprint: string;
  /** Time limit for a response; afterwards the process counts as crashed. */
  readonly leaseMs: number;
}

/** A stored response for replays. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
  /** The deflated body in base64, instead of `body`. */
  readonly packed?: string;
  readonly type?: string;
  readonly location?: string;
}

/** The right to answer a request. Ids derived from its seed are the same for every claim of the key. */
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
 * States of an Idempotency-Key, kept for a day:
 *
 *     ─claim─> locked ─keep────> answered, replayed from then on
 *                │ ▲  ─release─> unknown again: nothing was created
 *         unlock,│ │claim
 *      lease over▼ │
 *              unlocked: the outcome is unknown, the next claim starts again with the same seed
 *
 * The lock only saves work and gives every client the same response. The seed ensures that a key creates each task
 * once: a new attempt generates the same ids, which the broker ignores if it already has them.
 */
@Injectable()
export class IdempotencyStore {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly memory: MemoryLimit,
  ) {}

  /**
   * Claims the key, unless another request holds it or it was answered.
   *
   * @throws BrokerUnavailableError
   * @throws BrokerFullError for an unknown key: its record takes memory, like a task
   */
  async claim({ hash, fingerprint, leaseMs }: KeyedRequest): Promise<ClaimOutcome> {
    const holder = newTaskId();
    const full = await this.fullError();
    const mode = full === undefined ? '' : 'full';
    const record = this.keys.idempotency(hash);
    const values = { record, fingerprint, holder, mode, leaseMs, keptMs: KEPT_MS };
    try {
      const running = CLAIM.run(this.broker.producer, values);
      const outcome = outcomeOf(await this.broker.ask(running), hash, holder);
      if (outcome !== undefined) return outcome;
    } catch (error) {
      // Perhaps only the reply was lost. Commands on one connection run in order, so this one follows the claim.
      this.unlock({ hash, seed: '', holder }).catch(() => undefined);
      throw error;
    }
    throw full ?? new Error('Redis refused an Idempotency-Key as out of memory, although memory was free.');
  }

  private async fullError(): Promise<Error | undefined> {
    if (this.broker.producer.status === 'ready') await this.memory.refresh();
    return this.memory.refusal('tasks'); // every queue refuses tasks then
  }

  /** Stores the response, which the key returns from now on. */
  async keep(claim: Claim, answer: StoredAnswer): Promise<void> {
    await this.settle(claim, 'keep', JSON.stringify(answer));
  }

  /**
   * Forgets the key, because nothing was created: it may be used for another request. If an earlier claim ended with an
   * unknown outcome, something may have been created, so the key is only unlocked.
   */
  async release(claim: Claim): Promise<void> {
    await this.settle(claim, 'release');
  }

  /**
   * Leaves the outcome unknown: the same request may be repeated at once and settles it. The usual reason is an
   * unavailable broker, so this retries until the lock would have expired.
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
    const record = this.keys.idempotency(hash);
    await this.broker.ask(SETTLE.run(this.broker.producer, { record, holder, how, answer }));
  }
}

/** @returns undefined if memory is full and the key is new */
function outcomeOf([kind, value]: ClaimReply, hash: string, holder: string): ClaimOutcome | undefined {
  if (kind === 'full') return undefined;
  // Only `keep` writes under this key.
  if (kind === 'replay') return { kind, answer: JSON.parse(value) as StoredAnswer };
  if (kind === 'claimed') return { kind, claim: { hash, seed: value, holder } };
  return { kind };
}
