import { Injectable } from '@nestjs/common';
import { Broker } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { LuaScript } from '../../redis/lua-script.js';
import { oneOf } from '../../redis/script-reply.js';
import { taskFields } from '../../task/task-fields.js';
import type { TaskSnapshot } from '../../task/task-snapshot.js';
import type { Priority } from '../../task/options/priority.js';
import { optionsOf } from '../job-record.js';
import { jobField, place } from '../layout.js';
import { entryOf } from '../queue-entry.js';
import { Queues } from '../queues.js';
import { ENQUEUE } from '../reconciliation/enqueue-script.js';
import { NOTE_READY } from './clear-end.js';
import { type TaskJobOptions, ownFields } from '../task-job.js';

/**
 * `dependent`: it waits for other tasks. `cannot-expire`: it has a new expiry, and has started before. `moved`: it is in
 * no place, or other requests change it all the time. Nothing was changed unless it is `done`.
 */
export type ChangeOutcome =
  'done' | 'missing' | 'final' | 'running' | 'dependent' | 'cannot-expire' | 'moved';

/** New facts of a waiting job; omitted ones stay. Times are in ms since 1970. */
export interface JobChange {
  /** With its secrets encrypted, and the paths of these. */
  readonly payload?: { readonly payload: object; readonly sealed?: readonly string[] } | undefined;
  readonly priority?: Priority | undefined;
  /** 0: now. */
  readonly runAt?: number | undefined;
  /** null: never. */
  readonly expiresAt?: number | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** Number of times that a job is read again because another request has changed it meanwhile. */
const MOST_TURNS = 20;

/**
 * Changes a waiting job, in its record and its place, in one step: a worker that takes it sees all of the change or, if
 * it was faster, none. The options are rewritten by the caller, because Lua's JSON would change them (an empty list,
 * long numbers): a job whose options are no longer those that the caller has read is `changed`.
 *
 * `queue`: the queue's key prefix. `options`, `starts`: as they were read. `deadline`: the expiry in them, or -1.
 * `data`, `priority`, `runAt`, `expiresAt`: '' leaves it as it is; an expiry can be `never`.
 */
const CHANGE = new LuaScript({
  name: 'change-job',
  // prettier-ignore
  keys: [
    'job', 'active', 'wait', 'paused', 'prioritized', 'delayed', 'waitingChildren', 'expirations',
  ],
  args: [
    ...(['id', 'queue', 'entry', 'changes', 'options', 'newOptions', 'starts'] as const),
    ...(['data', 'priority', 'runAt', 'expiresAt'] as const),
  ],
  numbers: ['deadline'],
  text: `${ENQUEUE}${NOTE_READY}
if redis.call('EXISTS', job) == 0 then return 'missing' end
if redis.call('HEXISTS', job, '${jobField.finishedOn}') == 1 then return 'final' end
local stored, started, retried, made = unpack(redis.call('HMGET', job, '${jobField.options}',
  '${jobField.attemptsStarted}', '${ownFields.retriedAt}', '${jobField.timestamp}'))
if (stored or '') ~= options or (started or '0') ~= starts then return 'changed' end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local canExpire = starts == '0' and not retried
if canExpire and deadline >= 0 and deadline <= now then return 'final' end
if redis.call('LPOS', active, id) then return 'running' end
if redis.call('ZSCORE', waitingChildren, id) then return 'dependent' end
local isDelayed = redis.call('ZSCORE', delayed, id)
local isReady = not isDelayed and (redis.call('ZSCORE', prioritized, id)
  or redis.call('LPOS', wait, id) or redis.call('LPOS', paused, id))
if not isDelayed and not isReady then return 'moved' end
if expiresAt ~= '' and not canExpire then return 'cannot-expire' end

local function leave()
  if redis.call('ZREM', delayed, id) + redis.call('ZREM', prioritized, id) == 0 then
    redis.call('LREM', wait, 1, id)
    redis.call('LREM', paused, 1, id)
  end
end
redis.call('HSET', job, '${jobField.options}', newOptions)
if data ~= '' then redis.call('HSET', job, '${jobField.data}', data) end
if expiresAt == 'never' then redis.call('ZREM', expirations, entry)
elseif expiresAt ~= '' then redis.call('ZADD', expirations, expiresAt, entry) end
local isReordered = priority ~= '' and priority ~= (redis.call('HGET', job, '${jobField.priority}') or '0')
if isReordered then redis.call('HSET', job, '${jobField.priority}', priority) end
local due = tonumber(runAt)
if due and due > now then
  leave()
  redis.call('HSET', job, '${jobField.delay}', string.format('%.0f', math.max(0, due - (tonumber(made) or now))))
  delayUntil(queue, id, due, changes)
elseif due and isDelayed then
  leave()
  noteReady(job, now)
  enqueue(queue, id, '${place.delayed}', changes)
elseif isReordered and isReady then
  leave()
  enqueue(queue, id, '${place.prioritized}', changes)
else redis.call('PUBLISH', changes, id) end
return 'done'
`,
  reply: oneOf<ChangeOutcome | 'changed'>(
    ...(['done', 'missing', 'final', 'running', 'dependent', 'cannot-expire', 'moved', 'changed'] as const),
  ),
});

/** Changes what waits to run. */
@Injectable()
export class ChangeJob {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  async run(task: Pick<TaskSnapshot, 'queue' | 'id'>, change: JobChange): Promise<ChangeOutcome> {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const outcome = await this.broker.ask(this.attempt(task, change));
      if (outcome !== 'changed') return outcome;
    }
    return 'moved';
  }

  private async attempt({ queue, id }: Pick<TaskSnapshot, 'queue' | 'id'>, change: JobChange) {
    const { producer } = this.broker;
    const keys = this.queues.keys(queue);
    const job = keys.job(id);
    const fields = [jobField.options, jobField.attemptsStarted, jobField.timestamp];
    const [options, starts, made] = await producer.hmget(job, ...fields);
    const stored = optionsOf(options ?? null);
    const hasStarted = (starts ?? '0') !== '0';
    return CHANGE.run(producer, {
      ...{ job, id, queue: keys.prefix, entry: entryOf(queue, id), changes: this.keys.changes },
      ...keys.unfinished(),
      expirations: this.keys.expirations,
      options: options ?? '',
      newOptions: JSON.stringify(changedOptions(stored, change, hasStarted ? undefined : Number(made ?? 0))),
      starts: starts ?? '0',
      deadline: stored.expiresAt ?? -1,
      ...argumentsOf(change),
    });
  }
}

/** The change as arguments of the script. */
function argumentsOf({ payload, priority, runAt, expiresAt }: JobChange) {
  return {
    data: payload ? JSON.stringify(payload.payload) : '',
    priority: priority ? String(taskFields.priority.stored.write(priority)) : '',
    runAt: String(runAt ?? ''),
    expiresAt: expiresAt === null ? 'never' : String(expiresAt ?? ''),
  };
}

/**
 * @param made when the job was submitted; undefined if it has started before: its delay is then that of its first start
 * @returns the options to store, in which an undefined one is left out by JSON
 */
function changedOptions(
  stored: Partial<TaskJobOptions>,
  { payload, priority, runAt, expiresAt, tags }: JobChange,
  made: number | undefined,
): Partial<TaskJobOptions> {
  const delay = runAt === undefined || made === undefined ? undefined : Math.max(0, runAt - made);
  const changed: { [Name in keyof TaskJobOptions]?: unknown } = {
    ...stored,
    ...(payload && { sealed: payload.sealed }),
    ...(priority && { priority: taskFields.priority.stored.write(priority) }),
    ...(tags && { tags: taskFields.tags.stored.write(tags) }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt ?? undefined }),
    ...(delay !== undefined && { delay: delay || undefined }),
  };
  return changed as Partial<TaskJobOptions>; // only those that the table stores are replaced, by the same types
}
