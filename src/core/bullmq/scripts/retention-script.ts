import { jobField } from '../layout.js';

/**
 * Lua: `optionsOf(job)` returns the submit options, or an empty table for an unreadable job of another producer.
 * `retentionOf(job, default)` returns how long a job is kept after its end, in ms: from its options, or else the
 * default. Every script that needs the retention includes this one, so that all agree.
 */
export const RETENTION_OF = `
local function optionsOf(job)
  local ok, options = pcall(cjson.decode, redis.call('HGET', job, '${jobField.options}') or '')
  return ok and type(options) == 'table' and options or {}
end
local function retentionOf(job, default)
  return tonumber(optionsOf(job)['retentionMs']) or tonumber(default)
end
`;
