import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker, msOf } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { flag, integer, nothing } from '../redis/script-reply.js';
import { jobField, marker, place } from './layout.js';
import { Queues } from './queues.js';
import { ownFields } from './task-job.js';

/** Counts a process death in the record of a task, unless the record was removed. Returns the number of deaths. */
const COUNT_CRASH = new LuaScript({
  name: 'count-crash',
  keys: ['job'],
  text: `
if redis.call('EXISTS', job) == 0 then return 0 end
return redis.call('HINCRBY', job, '${ownFields.crashes}', 1)
`,
  reply: integer,
});

/** Skips a removed record: a write would recreate a part of it that nothing ever removes. */
const MARK_REVOKED = new LuaScript({
  name: 'mark-revoked',
  keys: ['job', 'revoked'],
  args: ['id', 'reason'],
  text: `
if redis.call('EXISTS', job) == 0 then return nil end
redis.call('HSET', job, '${ownFields.revoked}', reason)
redis.call('SADD', revoked, id)
`,
  reply: nothing,
});

const MARK_NOT_STARTED = new LuaScript({
  name: 'mark-not-started',
  keys: ['job'],
  numbers: ['startsBefore'],
  text: `
if redis.call('EXISTS', job) == 0 then return nil end
redis.call('HSET', job, '${jobField.attemptsStarted}', startsBefore, '${jobField.processedOn}', '')
`,
  reply: nothing,
});

/**
 * Renews the lock of a running job, or retakes an expired one that no other worker has noticed: the job is still in the
 * list of running jobs. Returns 1 if the lock is held.
 */
const HOLD = new LuaScript({
  name: 'hold',
  keys: ['lock', 'active', 'stalled'],
  args: ['id', 'token'],
  numbers: ['lockMs'],
  text: `
local holder = redis.call('GET', lock)
if holder and holder ~= token then return 0 end
if not redis.call('LPOS', active, id) then return 0 end
redis.call('SET', lock, token, 'PX', lockMs)
redis.call('SREM', stalled, id)
return 1
`,
  reply: flag,
});

/**
 * Restores the state that a script had taken from a job before it failed: running, with its lock and its number of
 * attempts. Skips a job that has ended, waits again or belongs to another worker.
 */
const KEEP_RUNNING = new LuaScript({
  name: 'keep-running',
  keys: ['job', 'lock', 'active', 'stalled', 'wait', 'prioritized', 'delayed', 'waitingChildren'],
  args: ['id', 'token'],
  numbers: ['lockMs', 'attemptsMade'],
  text: `
if redis.call('EXISTS', job) == 0 or redis.call('HEXISTS', job, '${jobField.finishedOn}') == 1 then return nil end
local holder = redis.call('GET', lock)
if holder and holder ~= token then return nil end
if not redis.call('LPOS', active, id) then
  if redis.call('LPOS', wait, id) then return nil end
  if redis.call('ZSCORE', prioritized, id) or redis.call('ZSCORE', delayed, id) then return nil end
  if redis.call('ZSCORE', waitingChildren, id) then return nil end
  redis.call('LPUSH', active, id)
end
redis.call('SET', lock, token, 'PX', lockMs)
redis.call('SREM', stalled, id)
redis.call('HSET', job, '${jobField.attemptsMade}', attemptsMade)
`,
  reply: nothing,
});

/** Decisions of other processes about a task while it waited or ran. */
export interface Decisions {
  /** The reason to stop, or undefined. */
  readonly cancelReason: string | undefined;
  /** True if the task was retried by hand: its `expiresAt` no longer applies. */
  readonly wasRetried: boolean;
  /** Number of deaths of quarantine processes that ran it. */
  readonly crashes: number;
  /** The workflow by which it has replaced itself, or undefined. */
  readonly replacedBy: string | undefined;
  /** The time of a manual retry (ms since 1970), or ''. */
  readonly retriedAt: string;
  /** The broker's time, in ms since 1970: one clock for all processes decides about expiry. */
  readonly now: number;
}

/** The commands of a worker on the record of its running task, besides BullMQ's own steps. */
@Injectable()
export class JobCommands {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  async decisions(queue: QueueName, id: string): Promise<Decisions> {
    const { revoked, cancelReason, retriedAt, crashes, replacedBy } = ownFields;
    const { worker } = this.broker;
    const reading = worker.hmget(
      this.queues.keys(queue).job(id),
      ...[revoked, cancelReason, retriedAt, crashes, replacedBy],
    );
    const [[gone, cancelled, retried, crashed, replaced], time] = await this.broker.ask(
      Promise.all([reading, worker.time()]),
    );
    return {
      cancelReason: gone ?? cancelled ?? undefined,
      wasRetried: Boolean(retried),
      crashes: Number(crashed ?? 0),
      replacedBy: replaced ?? undefined,
      retriedAt: retried ?? '',
      now: msOf(time),
    };
  }

  /** Records, before the job is ended, that its end is a revocation. */
  async markRevoked(queue: QueueName, id: string, reason: string): Promise<void> {
    const values = { job: this.queues.keys(queue).job(id), revoked: this.keys.revoked(queue), id, reason };
    await this.broker.ask(MARK_REVOKED.run(this.broker.worker, values));
  }

  /** Undoes the start of a job that is postponed before `run` was called. */
  async markNotStarted(queue: QueueName, id: string, startsBefore: number): Promise<void> {
    const values = { job: this.queues.keys(queue).job(id), startsBefore };
    await this.broker.ask(MARK_NOT_STARTED.run(this.broker.worker, values));
  }

  /** Lets the next attempt of a task run it again, after the workflow that replaced it has failed. */
  async forgetReplacement(queue: QueueName, id: string): Promise<void> {
    const key = this.queues.keys(queue).job(id);
    await this.broker.ask(this.broker.worker.hdel(key, ownFields.replacedBy));
  }

  /** Counts the death of a quarantine process that ran the task. Returns the number of deaths. */
  countCrash(queue: QueueName, id: string): Promise<number> {
    return this.broker.ask(COUNT_CRASH.run(this.broker.worker, { job: this.queues.keys(queue).job(id) }));
  }

  /** Extends a worker's hold on its running task. False if another worker has it, or may have it. */
  hold(queue: QueueName, id: string, token: string, lockMs: number): Promise<boolean> {
    const keys = this.queues.keys(queue);
    return HOLD.run(this.broker.worker, {
      lock: keys.lock(id),
      active: keys.place(place.active),
      stalled: keys.other('stalled'),
      ...{ id, token, lockMs },
    });
  }

  /** Keeps a job running whose end the broker has refused to record. */
  async keepRunning(
    queue: QueueName,
    id: string,
    token: string,
    lockMs: number,
    attemptsMade: number,
  ): Promise<void> {
    const keys = this.queues.keys(queue);
    await KEEP_RUNNING.run(this.broker.worker, {
      job: keys.job(id),
      lock: keys.lock(id),
      active: keys.place(place.active),
      stalled: keys.other('stalled'),
      wait: keys.place(place.wait),
      prioritized: keys.place(place.prioritized),
      delayed: keys.place(place.delayed),
      waitingChildren: keys.place(place.waitingChildren),
      ...{ id, token, lockMs, attemptsMade },
    });
  }

  /** Wakes an idle worker: BullMQ wakes none when a job with a priority is moved back to waiting. */
  async wake(queue: QueueName): Promise<void> {
    await this.broker.ask(this.broker.worker.zadd(this.queues.keys(queue).other('marker'), 0, marker.base));
  }
}
