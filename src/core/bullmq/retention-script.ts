import { jobField } from './layout.js';

/**
 * Lua: `optionsOf(job)`, what its submit decided, and nothing for a job of another producer that cannot be read;
 * `retentionOf(job, default)`, how long a job is kept after its end, in ms: what its options say, or the default
 * where they say nothing. Stands in every script that decides about it, so that they agree.
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
