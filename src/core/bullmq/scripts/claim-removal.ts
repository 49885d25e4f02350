import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { type QueueKeys, jobField, place } from '../layout.js';
import { type Step, step } from '../requeue.js';
import { RETENTION_OF } from '../retention-script.js';
import { ownFields } from '../task-job.js';

/**
 * Claims a finished job for removal: takes it out of the sets that BullMQ finds it in, so that nobody can run it
 * again. Whoever dies then leaves a record that stays readable until the next sweep after its retention.
 *
 * An entry of `retention` may be that of an earlier end, because the task was run again since: one that is not finished
 * is asked about later, one that has ended anew is entered with its new time. One whose end is still to be told stays
 * until it was.
 *
 * As what it is removed: `ended`, when it ended (ms), and '' for the others; or '' and `now`, the time (ms) at which its
 * retention must be over, with `askAgainAt`.
 */
const CLAIM = new LuaScript({
  name: 'claim-removal',
  keys: ['job', 'completed', 'failed', 'retention', 'ends', 'revokedIds'],
  args: ['id', 'entry', 'ended', 'now', 'askAgainAt'],
  numbers: ['defaultRetentionMs'],
  text: `${RETENTION_OF}
if redis.call('EXISTS', job) == 0 then return 'missing' end
local finishedOn = redis.call('HGET', job, '${jobField.finishedOn}')
if now == '' then
  if finishedOn ~= ended then return 'moved' end
  -- Who dies now leaves it to a sweep.
  redis.call('ZADD', retention, 'NX', finishedOn + retentionOf(job, defaultRetentionMs), entry)
else
  local due = redis.call('ZSCORE', retention, entry)
  if not due or tonumber(due) > tonumber(now) then return 'moved' end
  local later = tonumber(askAgainAt)
  if finishedOn then later = finishedOn + retentionOf(job, defaultRetentionMs) end
  local isUntold = redis.call('ZSCORE', ends, entry)
  if isUntold then later = math.max(later, tonumber(askAgainAt)) end
  if not finishedOn or later > tonumber(now) then
    redis.call('ZADD', retention, later, entry)
    return 'moved'
  end
end
redis.call('ZREM', completed, id)
redis.call('ZREM', failed, id)
redis.call('SREM', revokedIds, id)
redis.call('HSET', job, '${ownFields.claimed}', redis.call('TIME')[1] .. '000')
return 'done'
`,
  reply: step,
});

/** A job that is removed because of its end, or because its retention is over. Times are in ms since 1970. */
export type RemovalReason =
  { readonly finishedAt: number } | { readonly dueAt: number; readonly askAgainAt: number };

export interface RemovalClaim {
  readonly id: string;
  /** What it is called in the sets of all queues. */
  readonly entry: string;
  readonly retention: string;
  readonly ends: string;
  readonly revokedIds: string;
  readonly defaultRetentionMs: number;
}

/** @returns `done`: it is ours to remove. `moved`: it was run again, or its retention is not over */
export function claimRemoval(
  redis: BrokerClient,
  keys: QueueKeys,
  claim: RemovalClaim,
  reason: RemovalReason,
): Promise<Step> {
  const { finishedAt, dueAt, askAgainAt } = { finishedAt: '', dueAt: '', askAgainAt: '', ...reason };
  return CLAIM.run(redis, {
    ...claim,
    job: keys.job(claim.id),
    completed: keys.place(place.completed),
    failed: keys.place(place.failed),
    ended: String(finishedAt),
    now: String(dueAt),
    askAgainAt: String(askAgainAt),
  });
}
