import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { flag, text } from '../../redis/script-reply.js';
import { type QueueKeys, jobField, place } from '../layout.js';

/**
 * Renames a key stored by an older version if its task belongs to the caller: then it still counts. A key of another
 * caller stays unchanged and blocks nothing.
 *
 * With `take`, a delayed job that holds the key releases it. The job stays in its queue: if the submit fails
 * afterwards, it runs as planned.
 *
 * `queue`: the queue's key prefix. `keyId`: the id of the key. `caller`: '' for none. `mode`: 'take' or ''. Returns the
 * id of the job that released the key, or ''.
 */
const PREPARE = new LuaScript({
  name: 'prepare-deduplication',
  keys: ['key', 'formerKey', 'delayed'],
  args: ['keyId', 'caller', 'queue', 'newId', 'mode'],
  text: `
if redis.call('EXISTS', key) == 0 and redis.call('EXISTS', formerKey) == 1 then
  local job = queue .. redis.call('GET', formerKey)
  local ok, options = pcall(cjson.decode, redis.call('HGET', job, '${jobField.options}') or '')
  if ok and type(options) == 'table' and (options['submittedBy'] or '') == caller then
    redis.call('RENAME', formerKey, key)
    redis.call('HSET', job, '${jobField.deduplicationId}', keyId)
  end
end
-- A submit that is repeated under its id, and was stored the first time, replaces nothing.
if mode ~= 'take' or redis.call('EXISTS', queue .. newId) == 1 then return '' end
local holder = redis.call('GET', key)
if not holder or not redis.call('ZSCORE', delayed, holder) then return '' end
redis.call('DEL', key)
return holder
`,
  reply: text,
});

/** Releases a key if the given job, which may be gone, still holds it. */
const FREE = new LuaScript({
  name: 'free-deduplication',
  keys: ['key'],
  args: ['id'],
  text: `
if redis.call('GET', key) ~= id then return 0 end
return redis.call('DEL', key)
`,
  reply: flag,
});

export interface PreparedKey {
  readonly keyId: string;
  /** Its name in older versions. */
  readonly formerId: string;
  /** The name of the API key that submits the job, or '' for none. */
  readonly caller: string;
  /** The id of the job about to be stored. */
  readonly newId: string;
  /** True if a delayed job that holds the key must release it. */
  readonly isTaken: boolean;
}

/** Prepares a key before a job is stored. @returns the id of the job that released the key, or '' */
export function prepareDeduplication(
  redis: BrokerClient,
  keys: QueueKeys,
  { keyId, formerId, caller, newId, isTaken }: PreparedKey,
): Promise<string> {
  return PREPARE.run(redis, {
    key: keys.deduplication(keyId),
    formerKey: keys.deduplication(formerId),
    delayed: keys.place(place.delayed),
    queue: keys.prefix,
    mode: isTaken ? 'take' : '',
    ...{ keyId, caller, newId },
  });
}

/** Releases a job's key, if it holds it. @returns whether it did */
export function freeDeduplication(
  redis: BrokerClient,
  keys: QueueKeys,
  keyId: string,
  id: string,
): Promise<boolean> {
  return FREE.run(redis, { key: keys.deduplication(keyId), id });
}
