import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { nothing, text } from '../../redis/script-reply.js';
import { type QueueKeys, jobField, place } from '../layout.js';
import { ownFields } from '../task-job.js';

/**
 * The end time of a job whose webhook is still to be sent (ms), or '' if it has not ended or was sent. Its entry gets
 * the time of the next check, or is removed.
 */
const LOOK = new LuaScript({
  name: 'look-for-end',
  keys: ['completions', 'job', 'active'],
  args: ['entry', 'id'],
  numbers: ['now', 'soonMs', 'lateMs'],
  text: `
if not redis.call('ZSCORE', completions, entry) then return '' end
local finishedOn, notified = unpack(redis.call('HMGET', job, '${jobField.finishedOn}', '${ownFields.notified}'))
if redis.call('EXISTS', job) == 0 or (finishedOn and notified == finishedOn) then
  redis.call('ZREM', completions, entry)
  return ''
end
local isSoon = finishedOn or redis.call('LPOS', active, id)
redis.call('ZADD', completions, now + (isSoon and soonMs or lateMs), entry)
return finishedOn or ''
`,
  reply: text,
});

/** Records that a webhook was sent. A job that was retried in the meantime keeps its entry, for its next end. */
const SETTLE = new LuaScript({
  name: 'settle-end',
  keys: ['completions', 'job'],
  args: ['entry', 'ended'],
  text: `
if redis.call('HGET', job, '${jobField.finishedOn}') ~= ended then return nil end
redis.call('HSET', job, '${ownFields.notified}', ended)
redis.call('ZREM', completions, entry)
return nil
`,
  reply: nothing,
});

/** A job whose webhook is to be sent, with its entry in that set. */
export interface OpenEnd {
  readonly id: string;
  readonly completions: string;
  readonly entry: string;
}

/** @returns the recorded end time if the webhook is still to be sent, otherwise '' */
export function lookForEnd(
  redis: BrokerClient,
  keys: QueueKeys,
  end: OpenEnd,
  looks: { readonly now: number; readonly soonMs: number; readonly lateMs: number },
): Promise<string> {
  return LOOK.run(redis, { job: keys.job(end.id), active: keys.place(place.active), ...end, ...looks });
}

/** @param ended as returned by `lookForEnd` */
export function settleEnd(
  redis: BrokerClient,
  keys: QueueKeys,
  { id, completions, entry }: OpenEnd,
  ended: string,
): Promise<void> {
  return SETTLE.run(redis, { job: keys.job(id), completions, entry, ended });
}
