import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { oneOf } from '../../redis/script-reply.js';
import { recordFields } from '../job-record.js';
import { type QueueKeys, jobField } from '../layout.js';
import { ownFields } from '../task-job.js';
import { LAST_OF } from './find-jobs.js';
import type { OpenEnd } from './job-completion.js';

/** Larger lists of stacks are handed over with the last only. */
const MOST_STACK_BYTES = 65_536;

/** The names of the fields of an entry in the stream of ends, besides those of the job's record. */
export const endField = { id: 'task', queue: 'queue' } as const;

/**
 * Copies the record of an ended job to the stream of its bridge. With `isLast`, the end is then settled in the same step:
 * it is handed over once. `open`: it has not ended, or not at the time `ended`; '' is any.
 */
const HAND_OVER = new LuaScript({
  name: 'hand-over-end',
  keys: ['job', 'completions', 'ends'],
  args: ['id', 'queue', 'entry', 'ended'],
  numbers: ['isLast'],
  text: `${LAST_OF}
local finishedOn, notified = unpack(redis.call('HMGET', job, '${jobField.finishedOn}', '${ownFields.notified}'))
if not finishedOn or (ended ~= '' and ended ~= finishedOn) then return 'open' end
if notified == finishedOn then
  redis.call('ZREM', completions, entry)
  return 'done'
end
local names = { ${recordFields.map((name) => `'${name}'`).join(', ')} }
local values = redis.call('HMGET', job, unpack(names))
local fields = { '${endField.id}', id, '${endField.queue}', queue }
for n, name in ipairs(names) do
  local value = values[n]
  if value and name == '${jobField.stacks}' and #value > ${MOST_STACK_BYTES} then value = lastOf(value) end
  if value then
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
end
redis.call('XADD', ends, '*', unpack(fields))
if isLast == 1 then
  redis.call('HSET', job, '${ownFields.notified}', finishedOn)
  redis.call('ZREM', completions, entry)
end
return 'done'
`,
  reply: oneOf('open', 'done'),
});

/** An end, and the stream of its bridge. */
export interface BridgedOpenEnd extends OpenEnd {
  readonly queue: string;
  readonly ends: string;
  /** ms since 1970, as recorded; '' if whoever asks has just recorded it. */
  readonly ended: string;
  /** True if nothing else follows the end. */
  readonly isLast: boolean;
}

/** @returns false if the job has no such end */
export async function handOverEnd(
  redis: BrokerClient,
  keys: QueueKeys,
  { isLast, ...end }: BridgedOpenEnd,
): Promise<boolean> {
  const outcome = await HAND_OVER.run(redis, { job: keys.job(end.id), ...end, isLast: isLast ? 1 : 0 });
  return outcome === 'done';
}
