import { jobField } from '../layout.js';
import { ownFields } from '../task-job.js';

/** Lua: `noteReady(job, now)` records that the job can start now: its waiting time is measured from here. */
export const NOTE_READY = `
local function noteReady(job, now)
  local made = tonumber(redis.call('HGET', job, '${jobField.timestamp}') or now)
  redis.call('HSET', job, '${jobField.delay}', string.format('%.0f', math.max(0, now - made)))
end
`;

/** Number of past revocations kept per task: the newest. */
const MOST_REVOCATIONS = 10;

/** The fields that a record has because its job has run or ended. */
const fieldsOfTheEnd = [
  jobField.finishedOn,
  jobField.processedOn,
  jobField.attemptsMade,
  jobField.attemptsStarted,
  jobField.stalls,
  jobField.deferredFailure,
  ownFields.runAt,
  ownFields.revoked,
  ownFields.cancelRequestedAt,
  ownFields.cancelReason,
  ownFields.slot,
  ownFields.slotOf,
  ownFields.crashes,
  ownFields.replacedBy,
];

/**
 * Lua: `clearEnd(job, now)` turns the record of a failed or revoked job into that of one that runs again by hand: with all
 * its attempts, its earlier errors, and the reason of a revocation among the past ones.
 */
export const CLEAR_END = `
local function clearEnd(job, now)
  local revoked, reason, finishedOn, kept = unpack(redis.call('HMGET', job,
    '${ownFields.revoked}', '${jobField.failedReason}', '${jobField.finishedOn}', '${ownFields.revocations}'))
  if revoked and revoked == reason then
    local ok, past = pcall(cjson.decode, kept or '[]')
    if not ok or type(past) ~= 'table' then past = {} end
    past[#past + 1] = { reason = revoked, at = tonumber(finishedOn), retriedAt = now }
    while #past > ${MOST_REVOCATIONS} do table.remove(past, 1) end
    redis.call('HSET', job, '${ownFields.revocations}', cjson.encode(past))
  end
  if revoked then redis.call('HDEL', job, '${jobField.failedReason}') end
  redis.call('HDEL', job, ${fieldsOfTheEnd.map((name) => `'${name}'`).join(', ')})
  redis.call('HSET', job, '${ownFields.retriedAt}', now)
end
`;
