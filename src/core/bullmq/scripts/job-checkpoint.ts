import type { BrokerClient } from '../../redis/connections.js';
import { LuaScript } from '../../redis/lua-script.js';
import { nothing } from '../../redis/script-reply.js';
import { type QueueKeys, jobField } from '../layout.js';
import { ownFields } from '../task-job.js';

/** Does not recreate a job that was removed in the meantime. */
const SAVE = new LuaScript({
  name: 'save-checkpoint',
  keys: ['job'],
  args: ['checkpoint'],
  text: `
if redis.call('EXISTS', job) == 1 then redis.call('HSET', job, '${ownFields.checkpoint}', checkpoint) end
return nil
`,
  reply: nothing,
});

/** @param checkpoint JSON */
export function saveCheckpoint(
  redis: BrokerClient,
  keys: QueueKeys,
  id: string,
  checkpoint: string,
): Promise<void> {
  return SAVE.run(redis, { job: keys.job(id), checkpoint });
}

/** The payload and the checkpoint of a job, as JSON; null if missing. */
export async function readCheckpoint(
  redis: BrokerClient,
  keys: QueueKeys,
  id: string,
): Promise<{ readonly payload: string | null; readonly checkpoint: string | null }> {
  const [payload, checkpoint] = await redis.hmget(keys.job(id), jobField.data, ownFields.checkpoint);
  return { payload: payload ?? null, checkpoint: checkpoint ?? null };
}
