import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { ENQUEUE } from './reconciliation/enqueue-script.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { oneOf } from '../redis/script-reply.js';
import { DEDUPLICATION, jobField, jobOption, jobSuffix, place } from './layout.js';
import { entryOf } from './queue-entry.js';
import { FOLLOWED } from './followed.js';
import { Queues } from './queues.js';
import { CLEAR_END, NOTE_READY } from './scripts/clear-end.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/**
 * The outcome of a step on one task. `moved`: another process was first; `missing`: it is gone. Both mean that nothing
 * was done.
 */
export type Step = 'done' | 'moved' | 'missing';

/** Parses the reply of a script with such a step. */
export const step = oneOf<Step>('done', 'moved', 'missing');

/**
 * Runs a job of the `failed` set again, with all its attempts. The fields of its end are removed; its errors stay, and
 * the reason of a revocation moves to its past revocations. The job becomes an open dependency of its parent again, and
 * takes its deduplication key again if that lasts until the end and is free. What follows its completion will
 * follow the next one, too. This is one step, so the job is never in no set, and never waits with the mark of an end.
 *
 * `queue`: the queue's key prefix. `ended`: its end time (ms). `entry`: its name in the sets of all queues.
 */
const RETRY = new LuaScript({
  name: 'retry-job',
  keys: ['job', 'failed', 'retention', 'expirations', 'completions', 'revokedIds'],
  args: ['id', 'changes', 'queue', 'ended', 'entry'],
  numbers: ['now'],
  text: `${ENQUEUE}${NOTE_READY}${CLEAR_END}${FOLLOWED}
if redis.call('EXISTS', job) == 0 then return 'missing' end
local finishedOn = redis.call('HGET', job, '${jobField.finishedOn}')
if finishedOn ~= ended then return 'moved' end
if redis.call('ZREM', failed, id) == 0 then return 'missing' end -- it is being removed
clearEnd(job, now)
noteReady(job, now)
redis.call('ZREM', retention, entry)
redis.call('SREM', revokedIds, id)
redis.call('ZREM', expirations, entry)
local parent = redis.call('HGET', job, '${jobField.parentKey}')
if parent and redis.call('EXISTS', parent) == 1 and (redis.call('ZREM', parent .. '${jobSuffix.unsuccessfulChildren}', job) == 1
  or redis.call('HDEL', parent .. '${jobSuffix.failedChildren}', job) == 1) then
  redis.call('SADD', parent .. '${jobSuffix.dependencies}', job)
end
local deduplication = redis.call('HGET', job, '${jobField.deduplicationId}')
local ok, options = pcall(cjson.decode, redis.call('HGET', job, '${jobField.options}') or '{}')
local of = ok and options['${jobOption.deduplication}']
if deduplication and of and not of['${jobOption.deduplicationTtl}'] then
  redis.call('SETNX', queue .. '${DEDUPLICATION}' .. deduplication, id)
end
if ok and isFollowed(options) then redis.call('ZADD', completions, now, entry) end
enqueue(queue, id, '${place.failed}', changes)
return 'done'
`,
  reply: step,
});

/** Runs a delayed job now. `queue`: the queue's key prefix. */
const PROMOTE = new LuaScript({
  name: 'promote-job',
  keys: ['job', 'delayed'],
  args: ['id', 'changes', 'queue'],
  numbers: ['now'],
  text: `${ENQUEUE}${NOTE_READY}
if redis.call('EXISTS', job) == 0 then return 'missing' end
if redis.call('ZREM', delayed, id) == 0 then return 'moved' end
noteReady(job, now)
enqueue(queue, id, '${place.delayed}', changes)
return 'done'
`,
  reply: step,
});

/** Requeues final and delayed tasks. */
@Injectable()
export class Requeue {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  /** @param task as it was read: if it has changed since, nothing is done */
  async retry(task: TaskSnapshot): Promise<Step> {
    const { queue, id, finishedAt } = task;
    const running = RETRY.run(this.broker.producer, {
      ...this.valuesOf(task),
      failed: this.queues.keys(queue).place(place.failed),
      retention: this.keys.retention,
      expirations: this.keys.expirations,
      completions: this.keys.completions,
      revokedIds: this.keys.revoked(queue),
      ended: String(finishedAt ?? ''),
      entry: entryOf(queue, id),
    });
    return this.broker.ask(running);
  }

  async promote(task: TaskSnapshot): Promise<Step> {
    const delayed = this.queues.keys(task.queue).place(place.delayed);
    return this.broker.ask(PROMOTE.run(this.broker.producer, { ...this.valuesOf(task), delayed }));
  }

  private valuesOf({ queue, id }: TaskSnapshot) {
    const keys = this.queues.keys(queue);
    return { job: keys.job(id), id, changes: this.keys.changes, queue: keys.prefix, now: Date.now() };
  }
}
