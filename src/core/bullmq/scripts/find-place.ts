import { msOf } from '../../redis/broker.js';
import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import {
  type ReplyParser,
  integer,
  listOf,
  oneOf,
  text,
  textOrNull,
  tuple,
} from '../../redis/script-reply.js';
import {
  DEDUPLICATION,
  DELAYED_STEP,
  PRIORITY_STEP,
  jobField,
  place,
  queueKey,
  queueSetting,
} from '../layout.js';
import { ownFields } from '../task-job.js';
import { ASIDE_SCORE } from '../aside/slots.js';
import { type FoundJob, READ_JOB, foundJob } from './find-jobs.js';

/** Maximum number of running tasks that are read. */
const MAX_RUNNING = 20;
/** Entries of a list that are compared. (The sets need no limit: their ranks are counted without a walk.) */
const MAX_COMPARED = 10_000;

/** Each place of a task that has not ended. `aside`: the limits of its type hold it. `none`: in no place, which the reconciliation repairs. */
const places = ['active', 'aside', 'delayed', 'ready', 'waiting-children', 'none', 'ended'] as const;

export type PlaceName = (typeof places)[number];

/** A task that occupies a slot of the queue. */
export interface RunningJob {
  readonly id: string;
  readonly name: string;
  /** ms since 1970 */
  readonly since: number;
  readonly worker: string | null;
}

/** A job's place in its queue, and all that decides when the queue's next job starts. Times are in ms since 1970. */
export interface PlaceReading {
  readonly job: FoundJob;
  readonly place: PlaceName;
  /** Runnable jobs that start before this one: with a higher priority, and older ones. null: more than 10,000. */
  readonly ahead: { readonly higher: number; readonly older: number | null };
  /** The turn that a rate limit of the task type has assigned to it. */
  readonly turnAt: number | null;
  /** True while submits with its deduplication key store no other task. `keyHeldUntil`: null without an end of its own. */
  readonly holdsKey: boolean;
  readonly keyHeldUntil: number | null;
  readonly isPaused: boolean;
  /** The queue's own limits. `isUsedUpUntil`: no job starts before. */
  readonly concurrency: number | null;
  readonly rate: { readonly max: number; readonly durationMs: number } | null;
  readonly rateUsedUpUntil: number | null;
  /** Number of running jobs, and the first of them to start. */
  readonly activeCount: number;
  readonly running: readonly RunningJob[];
  /** JSON of QueueHolds. */
  readonly holds: { readonly paused: string | null; readonly closed: string | null };
  readonly type: TypeReading;
}

/** All that limits the type of a job. */
interface TypeReading {
  /** JSON of the limits that operators have set. */
  readonly limits: string | null;
  /** Number of other jobs with a slot under its concurrency, and the first that run. */
  readonly runningCount: number;
  readonly running: readonly RunningJob[];
}

const runningJob: ReplyParser<RunningJob> = (reply) => {
  const [id, name, since, worker] = tuple(text, textOrNull, textOrNull, textOrNull)(reply);
  return { id, name: name ?? '', since: Number(since ?? 0), worker };
};

/**
 * Finds a job, its place, the jobs before it, and the state of its queue, in one atomic step of bounded length.
 *
 * `pausedHolds`, `closedHolds`: see QueueHolds. `typeLimits`, `typeSlots`: see TypeGate. `prefix`: of the queues' prefixes.
 * `formerNames`: former and current name of each renamed task type, in turn.
 */
const FIND_PLACE = new LuaScript({
  name: 'find-place',
  keys: ['pausedHolds', 'closedHolds', 'typeLimits'],
  moreKeys: 'queues',
  args: ['id', 'prefix', 'typeSlots'],
  numbers: ['mostResultBytes', 'mostStackBytes'],
  moreArgs: 'formerNames',
  text: `
${READ_JOB}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found, q = false, 0
while not found and q < #queues do
  q = q + 1
  found = read(q, id)
end
if not found then return { time, false } end
local queue = queues[q]
local job = queue .. id
local function number(value) return string.format('%.0f', value) end
local function count(name, from, to) return redis.call('ZCOUNT', queue .. name, from, to) end
local higher, older = 0, 0
-- All without a priority start first.
local function countAhead(priority, last)
  local first = priority * ${PRIORITY_STEP}
  higher = redis.call('LLEN', queue .. '${place.wait}') + redis.call('LLEN', queue .. '${place.paused}')
    + count('${place.prioritized}', '-inf', '(' .. number(first))
  older = count('${place.prioritized}', number(first), '(' .. number(last))
end
local function placeOf()
  if redis.call('HEXISTS', job, '${jobField.finishedOn}') == 1 then return 'ended' end
  if found[2] == 1 then return 'active' end
  if found[3] and tonumber(found[3]) >= ${ASIDE_SCORE} then return 'aside' end
  if found[3] then
    if tonumber(found[3]) <= (now + 1) * ${DELAYED_STEP} then
      local priority = tonumber(redis.call('HGET', job, '${jobField.priority}') or '') or 0
      countAhead(priority, (priority + 1) * ${PRIORITY_STEP})
      older = older + count('${place.delayed}', '-inf', '(' .. found[3])
    end
    return 'delayed'
  end
  local score = redis.call('ZSCORE', queue .. '${place.prioritized}', id)
  if score then
    countAhead(math.floor(score / ${PRIORITY_STEP}), tonumber(score))
    return 'ready'
  end
  if redis.call('ZSCORE', queue .. '${place.waitingChildren}', id) then return 'waiting-children' end
  for _, name in ipairs({ '${place.wait}', '${place.paused}' }) do
    local size = redis.call('LLEN', queue .. name)
    local at = redis.call('LPOS', queue .. name, id, 'RANK', -1, 'MAXLEN', ${MAX_COMPARED})
    if at or size > ${MAX_COMPARED} then
      older = at and size - 1 - at or -1
      return 'ready'
    end
  end
  return 'none'
end
local function factsOf(key, jobId)
  return { jobId, unpack(redis.call('HMGET', key, '${jobField.name}', '${jobField.processedOn}', '${jobField.worker}')) }
end
local running, ofType = {}, {}
local name = placeOf()
for n, each in ipairs(redis.call('LRANGE', queue .. '${place.active}', -${MAX_RUNNING}, -1)) do
  running[n] = factsOf(queue .. each, each)
end
-- 0: it holds no key; -1: it holds one without an end
local keyTtl = 0
local keyId = redis.call('HGET', job, '${jobField.deduplicationId}')
if keyId and redis.call('GET', queue .. '${DEDUPLICATION}' .. keyId) == id then
  keyTtl = redis.call('PTTL', queue .. '${DEDUPLICATION}' .. keyId)
end
local type = redis.call('HGET', job, '${jobField.name}') or ''
for n = 1, #formerNames, 2 do if formerNames[n] == type then type = formerNames[n + 1] end end
local queueName = string.sub(queue, #prefix + 1, -2)
-- It may have been called, and have its slot already.
local own = redis.call('ZSCORE', typeSlots .. type, queueName .. ':' .. id) and 1 or 0
for n, entry in ipairs(redis.call('ZRANGE', typeSlots .. type, 0, ${MAX_RUNNING} - 1)) do
  ofType[n] = factsOf(prefix .. entry, string.match(entry, '[^:]*$'))
end
return { time, found, name, { higher, older },
  redis.call('HGET', job, '${ownFields.slot}'), keyTtl,
  redis.call('HMGET', queue .. '${queueKey.meta}', '${queueSetting.paused}', '${queueSetting.concurrency}',
    '${queueSetting.rateMax}', '${queueSetting.rateDuration}'),
  { tonumber(redis.call('GET', queue .. '${queueKey.limiter}') or '') or 0,
    redis.call('PTTL', queue .. '${queueKey.limiter}') },
  { redis.call('LLEN', queue .. '${place.active}'), running },
  { redis.call('HGET', pausedHolds, queueName), redis.call('HGET', closedHolds, queueName) },
  { redis.call('HGET', typeLimits, type), redis.call('ZCARD', typeSlots .. type) - own, ofType } }
`,
  reply: placeReading,
});

const whole = tuple(
  tuple(text, text),
  foundJob,
  oneOf(...places),
  tuple(integer, integer),
  textOrNull,
  integer,
  listOf(textOrNull),
  tuple(integer, integer),
  tuple(integer, listOf(runningJob)),
  tuple(textOrNull, textOrNull),
  tuple(textOrNull, integer, listOf(runningJob)),
);

interface Found {
  readonly now: number;
  /** undefined: there is no such job. */
  readonly reading: PlaceReading | undefined;
}

function placeReading(reply: unknown): Found {
  if (Array.isArray(reply) && reply[1] === null)
    return { now: msOf(tuple(text, text)(reply[0])), reading: undefined };
  const [time, job, name, ahead, turnAt, keyTtl, settings, limiter, active, holds, type] = whole(reply);
  const [higher, older] = ahead;
  const [activeCount, running] = active;
  const now = msOf(time);
  if (job === undefined) return { now, reading: undefined };
  const [paused, concurrency, max, duration] = settings;
  const rate = numberOrNull(max) === null ? null : { max: Number(max), durationMs: Number(duration ?? 0) };
  const reading: PlaceReading = {
    ...{ job, place: name, activeCount, rate },
    ahead: { higher, older: older < 0 ? null : older },
    turnAt: numberOrNull(turnAt),
    holdsKey: keyTtl !== 0,
    keyHeldUntil: keyTtl > 0 ? now + keyTtl : null,
    isPaused: (paused ?? null) !== null,
    concurrency: numberOrNull(concurrency),
    rateUsedUpUntil: rate !== null && limiter[0] >= rate.max && limiter[1] > 0 ? now + limiter[1] : null,
    running: running.sort(byStart),
    holds: { paused: holds[0], closed: holds[1] },
    type: {
      limits: type[0],
      runningCount: type[1],
      running: type[2].filter(({ since }) => since > 0).sort(byStart),
    },
  };
  return { now, reading };
}

function byStart(a: RunningJob, b: RunningJob): number {
  return a.since - b.since;
}

function numberOrNull(value: string | null | undefined): number | null {
  return value === null || value === undefined || value === '' ? null : Number(value);
}

export interface PlaceRequest {
  /** Key prefixes of the queues to search, and the part that all have in common. */
  readonly queues: readonly string[];
  readonly prefix: string;
  readonly id: string;
  readonly pausedHolds: string;
  readonly closedHolds: string;
  readonly typeLimits: string;
  /** Begins the names of the sets of slots, to which the name of a type is added. */
  readonly typeSlots: string;
  /** Former and current name of each renamed task type, in turn. */
  readonly formerNames: readonly string[];
}

/** Of a longer list of stacks, only the last is read. */
const MAX_STACK_BYTES = 8_192;

/** Finds a job's place. The result of the task is not read. */
export function findPlace(redis: BrokerClient, request: PlaceRequest): Promise<Found> {
  return FIND_PLACE.run(redis, { ...request, mostResultBytes: 1, mostStackBytes: MAX_STACK_BYTES });
}
