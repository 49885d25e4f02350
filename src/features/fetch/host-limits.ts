import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Broker, flag, integer, Keys, LuaScript, SnoozeTask } from '../../core/index.js';

/** A slot that is not renewed for this long is free again: its worker has died. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/**
 * Assigns a slot at a host, or returns the delay until the next try. The longer a task has waited, the more often it
 * tries. A thousand waiting tasks therefore cause little load, and are served almost in order.
 *
 * A holder keeps its slot and does not wait again for a redirect within the host: it would lose the fetch so far.
 *
 * `slots`, `waiting`: sorted sets by expiry and by the start of the wait. `starts`: the latest starts. `most`, `rate`: maximum
 * of slots and of starts per second. Returns ms by the broker's clock; 0 means that the slot is assigned.
 */
const ENTER = new LuaScript({
  name: 'enter-host',
  keys: ['slots', 'waiting', 'starts'],
  args: ['slot', 'task'],
  numbers: ['most', 'rate', 'leaseMs'],
  text: `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', slots, '-inf', now)
local function wait(atLeast, each)
  redis.call('ZADD', waiting, 'NX', now, task)
  redis.call('PEXPIRE', waiting, 60000)
  local before = redis.call('ZRANK', waiting, task)
  return math.ceil(math.min(atLeast + before * each, math.max(atLeast, 5000)))
end
local isNew = not redis.call('ZSCORE', slots, slot)
if isNew and redis.call('ZCARD', slots) >= most then return wait(200, 200 / most) end
local last = tonumber(redis.call('LINDEX', starts, rate - 1) or '')
if isNew and last and last + 1000 > now then return wait(last + 1000 - now, 1000 / rate) end
redis.call('ZREM', waiting, task)
redis.call('ZADD', slots, now + leaseMs, slot)
redis.call('PEXPIRE', slots, leaseMs)
redis.call('LPUSH', starts, now)
redis.call('LTRIM', starts, 0, rate - 1)
redis.call('PEXPIRE', starts, 1000)
return 0
`,
  reply: integer,
});

/** An expired slot is not renewed: another task may have it. Returns whether it was renewed. */
const RENEW = new LuaScript({
  name: 'renew-slot',
  keys: ['slots'],
  args: ['slot'],
  numbers: ['leaseMs'],
  text: `
if not redis.call('ZSCORE', slots, slot) then return 0 end
local time = redis.call('TIME')
redis.call('ZADD', slots, time[1] * 1000 + math.floor(time[2] / 1000) + leaseMs, slot)
redis.call('PEXPIRE', slots, leaseMs)
return 1
`,
  reply: flag,
});

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
    const visit = new Visit(taskId, this);
    try {
      return await work((url) => visit.enter(hostOf(url)));
    } finally {
      // The result counts even if the slot cannot be released: its lease expires.
      await visit.leave().catch(() => undefined);
    }
  }

  /** @returns the delay until the next try in ms; 0: the slot is assigned */
  enter(host: string, slot: string, task: string): Promise<number> {
    const key = this.keyOf(host);
    return ENTER.run(this.broker.worker, {
      slots: `${key}:slots`,
      waiting: `${key}:waiting`,
      starts: `${key}:starts`,
      most: this.config.fetchHostConcurrency,
      rate: this.config.fetchHostRate,
      leaseMs: LEASE_MS,
      ...{ slot, task },
    });
  }

  async renew(host: string, slot: string): Promise<void> {
    await RENEW.run(this.broker.worker, { slots: `${this.keyOf(host)}:slots`, slot, leaseMs: LEASE_MS });
  }

  async leave(host: string, slot: string): Promise<void> {
    await this.broker.worker.zrem(`${this.keyOf(host)}:slots`, slot);
  }

  private keyOf(host: string): string {
    return this.keys.host(createHash('sha1').update(host).digest('base64url'));
  }
}

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
    private readonly limits: HostLimits,
  ) {}

  /** @throws SnoozeTask if the host is busy: the fetch starts again later without losing an attempt */
  async enter(host: string): Promise<void> {
    if (host !== this.host) await this.leave();
    clearInterval(this.renewal);
    const waitMs = await this.limits.enter(host, this.slot, this.taskId);
    if (waitMs > 0) throw new SnoozeTask(Math.ceil(waitMs * (0.75 + Math.random() / 2)));
    this.host = host;
    this.renewal = setInterval(() => void this.renew(host), RENEW_MS);
  }

  async leave(): Promise<void> {
    clearInterval(this.renewal);
    if (this.host !== undefined) await this.limits.leave(this.host, this.slot);
    this.host = undefined;
  }

  /** While the broker is unavailable the slot may expire and others may enter, as after a worker's death. */
  private async renew(host: string): Promise<void> {
    await this.limits.renew(host, this.slot).catch(() => undefined);
  }
}
