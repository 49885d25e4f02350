import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Broker } from '../../core/redis/broker.js';
import { Keys } from '../../core/redis/keys.js';
import { LuaScript } from '../../core/redis/lua-script.js';
import { SnoozeTask } from '../../core/task/task-outcome.js';

/** A slot that is not renewed for this long is free again: its worker has died. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/**
 * Assigns a slot at a host, or returns the delay until the next try. The longer a task has waited, the more often it
 * tries. A thousand waiting tasks therefore cause little load, and are served almost in order.
 *
 * A holder keeps its slot and does not wait again for a redirect within the host: it would lose the fetch so far.
 *
 * KEYS: slots by expiry, waiting tasks by start of the wait, the latest starts. ARGV: slot, task id, maximum slots,
 * maximum starts per second, lease (ms). Returns ms by the broker's clock; 0 means that the slot is assigned.
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

/** KEYS: slots. ARGV: slot, lease (ms). An expired slot is not renewed: another task may have it. */
const RENEW = new LuaScript<0 | 1>(`
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

/**
 * Protects hosts from overload: across all workers, at most FETCH_HOST_CONCURRENCY concurrent fetches from one host,
 * and FETCH_HOST_RATE requests to it in any second. Slots of a dead worker expire.
 */
@Injectable()
export class HostLimits {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly config: Config,
  ) {}

  /** Runs a fetch that enters each host before its request. The last host is left in any case. */
  async during<T>(taskId: string, work: (enter: (url: URL) => Promise<void>) => Promise<T>): Promise<T> {
    const visit = new Visit(taskId, (script, host, values) => this.run(script, host, values), this.config);
    try {
      return await work((url) => visit.enter(hostOf(url)));
    } finally {
      // The result counts even if the slot cannot be released: its lease expires.
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

/** A name with a trailing dot, `example.com.`, is the same host; so is any port. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/\.$/, '');
}

/** One fetch on its way from host to host. It holds a slot at one host at a time. */
class Visit {
  private readonly slot = randomUUID();
  private host: string | undefined;
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    private readonly taskId: string,
    private readonly run: Run,
    private readonly config: Config,
  ) {}

  /** @throws SnoozeTask if the host is busy: the fetch starts again later without losing an attempt */
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

  /** While the broker is unavailable the slot may expire and others may enter, as after a worker's death. */
  private async renew(host: string): Promise<void> {
    await this.run('renew', host, [this.slot, LEASE_MS]).catch(() => undefined);
  }
}
