import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { type QueueKeys, jobField, place } from '../layout.js';
import { type Step, step } from '../requeue.js';
import { RETENTION_OF } from './retention-script.js';
import { ownFields } from '../task-job.js';

/**
 * Claims a finished job for removal: takes it out of BullMQ's sets, so that nothing can run it again. If the process
 * then dies, the record stays readable until the next sweep after its retention.
 *
 * An entry of `retention` may belong to an earlier end, because the task was retried since: a job that is not finished
 * is examined later, one that has ended again is entered with its new time. A job whose webhook is still to be sent
 * stays until then.
 *
 * There are two ways to call it: with `ended`, its end time (ms), and '' for the others; or with `now`, the time (ms) by
 * which its retention must be over, with `askAgainAt`, and with `ended` if it matters.
 */
const CLAIM = new LuaScript({
  name: 'claim-removal',
  keys: ['job', 'completed', 'failed', 'retention', 'completions', 'revokedIds'],
  args: ['id', 'entry', 'ended', 'now', 'askAgainAt'],
  numbers: ['defaultRetentionMs'],
  text: `${RETENTION_OF}
if redis.call('EXISTS', job) == 0 then return 'missing' end
local finishedOn = redis.call('HGET', job, '${jobField.finishedOn}')
if ended ~= '' and finishedOn ~= ended then return 'moved' end
if now == '' then
  -- Who dies now leaves it to a sweep.
  redis.call('ZADD', retention, 'NX', finishedOn + retentionOf(job, defaultRetentionMs), entry)
else
  local due = redis.call('ZSCORE', retention, entry)
  if not due or tonumber(due) > tonumber(now) then return 'moved' end
  local later = tonumber(askAgainAt)
  if finishedOn then later = finishedOn + retentionOf(job, defaultRetentionMs) end
  local isDue = redis.call('ZSCORE', completions, entry)
  if isDue then later = math.max(later, tonumber(askAgainAt)) end
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

/** The reason of a removal: a known end, or a retention that is over. Times are in ms since 1970. */
export type RemovalReason =
  | { readonly finishedAt: number }
  | { readonly finishedAt?: number | undefined; readonly dueAt: number; readonly askAgainAt: number };

export interface RemovalClaim {
  readonly id: string;
  /** Its name in the sets of all queues. */
  readonly entry: string;
  readonly retention: string;
  readonly completions: string;
  readonly revokedIds: string;
  readonly defaultRetentionMs: number;
}

/** @returns `done`: the caller must remove it. `moved`: it was retried, or its retention is not over */
export function claimRemoval(
  redis: BrokerClient,
  keys: QueueKeys,
  claim: RemovalClaim,
  reason: RemovalReason,
): Promise<Step> {
  const { finishedAt = '', dueAt, askAgainAt } = { dueAt: '', askAgainAt: '', ...reason };
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
