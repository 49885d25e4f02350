import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Broker } from '../../core/redis/broker.js';
import { Keys } from '../../core/redis/keys.js';
import { LuaScript } from '../../core/redis/lua-script.js';
import { SnoozeTask } from '../../core/task/task-outcome.js';

/** A slot that is not renewed for so long has lost its worker, and is free again. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/**
 * Gives a place at a host, or says when to ask again. Of those who wait, who came first asks most often: that is
 * what keeps a thousand of them from asking all the time, and almost in order.
 *
 * Who has a place keeps it and waits for no turn, a redirect within the host: it would give up what it came for.
 *
 * KEYS: slots by when they end, who waits by since when, the newest starts. ARGV: slot, task id, slots at most, starts
 * at most in a second, lease (ms).
 * Returns ms by the broker's clock: 0 is a place.
 */
const ENTER = new LuaScript<number>(`
local slot, task, slots, rate = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local function wait(atLeast, each)
  redis.call('ZADD', KEYS[2], 'NX', now, task)
  redis.call('PEXPIRE', KEYS[2], 60000)
  local before = redis.call('ZRANK', KEYS[2], task)
  return math.ceil(math.min(atLeast + before * each, math.max(atLeast, 5000)))
end
local isNew = not redis.call('ZSCORE', KEYS[1], slot)
if isNew and redis.call('ZCARD', KEYS[1]) >= slots then return wait(200, 200 / slots) end
local last = tonumber(redis.call('LINDEX', KEYS[3], rate - 1) or '')
if isNew and last and last + 1000 > now then return wait(last + 1000 - now, 1000 / rate) end
redis.call('ZREM', KEYS[2], task)
redis.call('ZADD', KEYS[1], now + ARGV[5], slot)
redis.call('PEXPIRE', KEYS[1], ARGV[5])
redis.call('LPUSH', KEYS[3], now)
redis.call('LTRIM', KEYS[3], 0, rate - 1)
redis.call('PEXPIRE', KEYS[3], 1000)
return 0
`);

/** KEYS: slots. ARGV: slot, lease (ms). A slot that has ended is not given again: someone else may have it. */
const RENEW = new LuaScript<0 | 1>(`
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

/**
 * Spares hosts: over all workers at most FETCH_HOST_CONCURRENCY fetches from one at once, and FETCH_HOST_RATE requests
 * to it in any second. The slots of a worker that dies end by themselves.
 */
@Injectable()
export class HostLimits {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly config: Config,
  ) {}

  /** Runs a fetch that enters each host before it asks it, and leaves the last one however it ends. */
  async during<T>(taskId: string, work: (enter: (url: URL) => Promise<void>) => Promise<T>): Promise<T> {
    const visit = new Visit(taskId, (script, host, values) => this.run(script, host, values), this.config);
    try {
      return await work((url) => visit.enter(hostOf(url)));
    } finally {
      // What was fetched counts, also where the slot cannot be given back: its lease ends by itself.
      await visit.leave().catch(() => undefined);
    }
  }

  private async run(step: Step, host: string, values: readonly (string | number)[]): Promise<number> {
    const key = this.keys.host(createHash('sha1').update(host).digest('base64url'));
    const [slots, ...others] = [`${key}:slots`, `${key}:waiting`, `${key}:starts`] as const;
    if (step === 'enter') return ENTER.run(this.broker.worker, [slots, ...others], values);
    if (step === 'renew') return RENEW.run(this.broker.worker, [slots], values);
    return this.broker.worker.zrem(slots, ...values);
  }
}

type Step = 'enter' | 'renew' | 'leave';
type Run = (step: Step, host: string, values: readonly (string | number)[]) => Promise<number>;

/** The final dot of a name says nothing: `example.com.` is the same host, on whatever port. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/\.$/, '');
}

/** The way of one fetch from host to host: it is at one at a time. */
class Visit {
  private readonly slot = randomUUID();
  private host: string | undefined;
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    private readonly taskId: string,
    private readonly run: Run,
    private readonly config: Config,
  ) {}

  /** @throws SnoozeTask when the host is busy: the fetch begins again later, and no attempt is lost */
  async enter(host: string): Promise<void> {
    if (host !== this.host) await this.leave();
    clearInterval(this.renewal);
    const { fetchHostConcurrency, fetchHostRate } = this.config;
    const values = [this.slot, this.taskId, fetchHostConcurrency, fetchHostRate, LEASE_MS];
    const waitMs = await this.run('enter', host, values);
    if (waitMs > 0) throw new SnoozeTask(Math.ceil(waitMs * (0.75 + Math.random() / 2)));
    this.host = host;
    this.renewal = setInterval(() => void this.renew(host), RENEW_MS);
  }

  async leave(): Promise<void> {
    clearInterval(this.renewal);
    if (this.host !== undefined) await this.run('leave', this.host, [this.slot]);
    this.host = undefined;
  }

  /** While the broker is away the slot may end: then others come, as after a death. */
  private async renew(host: string): Promise<void> {
    await this.run('renew', host, [this.slot, LEASE_MS]).catch(() => undefined);
  }
}
