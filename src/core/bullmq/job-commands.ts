import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker, msOf } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { Queues } from './queues.js';
import { ownFields } from './task-job.js';

/**
 * Counts a death in the record of a task, unless that was removed. KEYS: job. Returns how many there are.
 */
const COUNT_CRASH = new LuaScript<number>(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HINCRBY', KEYS[1], '${ownFields.crashes}', 1)
`);

/** KEYS: job, revoked. ARGV: reason, id. As above: a write would bring back a part of it that nothing ever removes. */
const MARK_REVOKED = new LuaScript<null>(`
if redis.call('EXISTS', KEYS[1]) == 0 then return nil end
redis.call('HSET', KEYS[1], '${ownFields.revoked}', ARGV[1])
redis.call('SADD', KEYS[2], ARGV[2])
`);

/** KEYS: job. ARGV: how often it was started before. */
const MARK_NOT_STARTED = new LuaScript<null>(`
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'ats', ARGV[1], 'processedOn', '') end
`);

/**
 * Renews the lock of a job that runs, or takes it again where it ran out and nobody has noticed: the job still stands
 * among those that run. KEYS: lock, active, stalled. ARGV: id, token, lock (ms). Returns 1 when it is held.
 */
const HOLD = new LuaScript<0 | 1>(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[2] then return 0 end
if not redis.call('LPOS', KEYS[2], ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('SREM', KEYS[3], ARGV[1])
return 1
`);

/**
 * Puts back what a script had taken from a job before it stopped: it runs, with its lock and its count of attempts. Not
 * one that has ended, nor one that waits again or is another worker's. KEYS: job, lock, active, stalled, wait, prioritized,
 * delayed. ARGV: id, token, lock (ms), attempts made.
 */
const KEEP_RUNNING = new LuaScript<null>(`
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HEXISTS', KEYS[1], 'finishedOn') == 1 then return nil end
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[2] then return nil end
if not redis.call('LPOS', KEYS[3], ARGV[1]) then
  if redis.call('LPOS', KEYS[5], ARGV[1]) then return nil end
  if redis.call('ZSCORE', KEYS[6], ARGV[1]) or redis.call('ZSCORE', KEYS[7], ARGV[1]) then return nil end
  redis.call('LPUSH', KEYS[3], ARGV[1])
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
redis.call('SREM', KEYS[4], ARGV[1])
redis.call('HSET', KEYS[1], 'atm', ARGV[4])
`);

/** What others have decided about a task while it waited or ran, and what became of it. */
export interface Decisions {
  /** Why it is to stop, or undefined. */
  readonly cancelReason: string | undefined;
  /** True when it was run again by hand: its `expiresAt` does not count any more. */
  readonly wasRetried: boolean;
  /** How often a process died under it that had been set apart for it. */
  readonly crashes: number;
  /** The broker's time, in ms since 1970: what has expired is judged by one clock for all processes. */
  readonly now: number;
}

/** What a worker reads of, and writes to, the record of a task that it runs, besides BullMQ's own steps. */
@Injectable()
export class JobCommands {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  async decisions(queue: QueueName, id: string): Promise<Decisions> {
    const { revoked, cancelReason, retriedAt, crashes } = ownFields;
    const { worker } = this.broker;
    const reading = worker.hmget(this.key(queue, id), revoked, cancelReason, retriedAt, crashes);
    const [[gone, cancelled, retried, crashed], time] = await this.broker.ask(
      Promise.all([reading, worker.time()]),
    );
    return {
      cancelReason: gone ?? cancelled ?? undefined,
      wasRetried: Boolean(retried),
      crashes: Number(crashed ?? 0),
      now: msOf(time),
    };
  }

  /** Notes, before the job is ended, that its end is a revocation. */
  async markRevoked(queue: QueueName, id: string, reason: string): Promise<void> {
    const keys = [this.key(queue, id), this.keys.revoked(queue)];
    await this.broker.ask(MARK_REVOKED.run(this.broker.worker, keys, [reason, id]));
  }

  /** Takes back that the job was started: it is put off before `run` was called. */
  async markNotStarted(queue: QueueName, id: string, startsBefore: number): Promise<void> {
    await this.broker.ask(MARK_NOT_STARTED.run(this.broker.worker, [this.key(queue, id)], [startsBefore]));
  }

  /** Counts that a process died under the task that had been set apart for it. Gives how many did. */
  countCrash(queue: QueueName, id: string): Promise<number> {
    return this.broker.ask(COUNT_CRASH.run(this.broker.worker, [this.key(queue, id)], []));
  }

  /** Makes sure that a running task is still its worker's, for another while. False: another one has it, or may. */
  async hold(queue: QueueName, id: string, token: string, lockMs: number): Promise<boolean> {
    const keys = [`${this.key(queue, id)}:lock`, this.key(queue, 'active'), this.key(queue, 'stalled')];
    return (await HOLD.run(this.broker.worker, keys, [id, token, lockMs])) === 1;
  }

  /** Keeps a job as one that runs, whose end the broker has refused to record. */
  async keepRunning(
    queue: QueueName,
    id: string,
    token: string,
    lockMs: number,
    attemptsMade: number,
  ): Promise<void> {
    const job = this.key(queue, id);
    const places = ['active', 'stalled', 'wait', 'prioritized', 'delayed'].map((name) =>
      this.key(queue, name),
    );
    await KEEP_RUNNING.run(
      this.broker.worker,
      [job, `${job}:lock`, ...places],
      [id, token, lockMs, attemptsMade],
    );
  }

  /** Has an idle worker look at once: BullMQ tells none when a job with a priority is moved back to waiting. */
  async wake(queue: QueueName): Promise<void> {
    await this.broker.ask(this.broker.worker.zadd(this.queues.get(queue).toKey('marker'), 0, '0'));
  }

  private key(queue: QueueName, id: string): string {
    return this.queues.get(queue).toKey(id);
  }
}
