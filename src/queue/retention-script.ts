/**
 * Lua: `retentionOf(job, default)`, how long a job is kept after its end, in ms: what its options say, or the default
 * for a job of another producer. Stands in every script that decides about it, so that they agree.
 */
export const RETENTION_OF = `
local function retentionOf(job, default)
  local ok, options = pcall(cjson.decode, redis.call('HGET', job, 'opts') or '')
  local own = ok and type(options) == 'table' and tonumber(options['retentionMs'])
  return own or tonumber(default)
end
`;
