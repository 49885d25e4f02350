import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker } from '../redis/broker.js';
import type { PreparedJob } from './prepared-job.js';
import { LuaScript } from '../redis/lua-script.js';
import { Queues } from '../bullmq/queues.js';
import { RevokeJob } from '../bullmq/revoke-job.js';

/** The name of the key in versions before keys belonged to their callers. */
function formerId(id: string): string {
  // Only `deduplicationId` makes it.
  const [, ...parts] = JSON.parse(id) as readonly string[];
  return parts.join('/');
}

/**
 * Gives a key that an older version stored its present name, where its task is the caller's own: then it goes on
 * counting. That of somebody else stays what it is, and holds up nobody.
 *
 * With `take`, a task that holds the key and waits for its time gives it up. It is left in its queue: should the
 * submit fail from here on, it runs as it was to.
 *
 * KEYS: key, former key, delayed. ARGV: id of the key, caller ('': none), queue's key prefix, id of the new task,
 * 'take' or ''. Returns the id of the task that gave the key up, or ''.
 */
const PREPARE = new LuaScript<string>(`
if redis.call('EXISTS', KEYS[1]) == 0 and redis.call('EXISTS', KEYS[2]) == 1 then
  local job = ARGV[3] .. redis.call('GET', KEYS[2])
  local ok, options = pcall(cjson.decode, redis.call('HGET', job, 'opts') or '')
  if ok and type(options) == 'table' and (options['submittedBy'] or '') == ARGV[2] then
    redis.call('RENAME', KEYS[2], KEYS[1])
    redis.call('HSET', job, 'deid', ARGV[1])
  end
end
-- A submit that is repeated under its id, and was stored the first time, replaces nothing.
if ARGV[5] ~= 'take' or redis.call('EXISTS', ARGV[3] .. ARGV[4]) == 1 then return '' end
local holder = redis.call('GET', KEYS[1])
if not holder or not redis.call('ZSCORE', KEYS[3], holder) then return '' end
redis.call('DEL', KEYS[1])
return holder
`);

/** Frees a key, if a task still holds it: also one that is gone. KEYS: key. ARGV: id of the task. */
const FREE = new LuaScript<0 | 1>(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`);

/** Extends BullMQ's deduplication: keys belong to their callers, and replaced tasks are ended. */
@Injectable()
export class Deduplication {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly revocation: RevokeJob,
  ) {}

  /**
   * Prepares the key before a job is stored.
   *
   * @returns the id of the task that the job replaces once it is stored, or ''
   */
  async prepare({ task, options }: PreparedJob): Promise<string> {
    const { deduplication, submittedBy = '', jobId, debounced } = options;
    if (deduplication === undefined) return '';
    const key = (type: string) => this.queues.get(task.queue).toKey(type);
    const { id } = deduplication;
    const keys = [key(`de:${id}`), key(`de:${formerId(id)}`), key('delayed')];
    const values = [id, submittedBy, key(''), jobId, debounced ? 'take' : ''];
    return this.broker.ask(PREPARE.run(this.broker.producer, keys, values));
  }

  /** Releases the job's key if the given task holds it. */
  async free({ task, options }: PreparedJob, holderId: string): Promise<void> {
    if (options.deduplication === undefined) return;
    const key = this.queues.get(task.queue).toKey(`de:${options.deduplication.id}`);
    await this.broker.ask(FREE.run(this.broker.producer, [key], [holderId]));
  }

  /**
   * Ends a replaced task. It stays readable, and its webhook is sent. If it has started in the meantime, it continues.
   */
  async endReplaced(queue: QueueName, id: string, by: string): Promise<void> {
    const request = { queue, id, reason: `replaced by ${by}`, at: Date.now(), leave: 'running' } as const;
    await this.broker.ask(this.revocation.run(request));
  }
}
