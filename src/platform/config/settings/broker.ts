import { hostList } from '../host-list.js';
import { boolean, milliseconds, optional, secret, setting, text } from '../setting.js';
import { redisUrlFault } from '../url-rules.js';

const DAY_MS = 86_400_000;

/** Settings of the broker and of result retention. */
export const brokerSettings = {
  redisUrl: secret(
    setting(
      'REDIS_URL',
      redisUrl,
      'redis://localhost:6379/0',
      'URL of the broker; unset: the standalone starts its own Redis',
    ),
  ),
  redisPrefix: setting('REDIS_PREFIX', keyPrefix, 'celeriac', 'prefix of every key in Redis'),
  redisSentinels: optional(
    'REDIS_SENTINELS',
    hostList(26_379),
    'Sentinels that monitor the primary, as `host:port` separated by commas; user, password, TLS and database come ' +
      'from REDIS_URL',
  ),
  redisSentinelName: setting(
    'REDIS_SENTINEL_NAME',
    text,
    'mymaster',
    "name of the primary in the Sentinels' configuration",
  ),
  redisSentinelUsername: optional(
    'REDIS_SENTINEL_USERNAME',
    text,
    'user for the Sentinels themselves, if they require one',
  ),
  redisSentinelPassword: secret(
    optional('REDIS_SENTINEL_PASSWORD', text, 'password for the Sentinels themselves, if they require one'),
  ),
  redisClusterNodes: optional(
    'REDIS_CLUSTER_NODES',
    hostList(6_379),
    'nodes of a cluster, as `host:port` separated by commas; REDIS_PREFIX then needs a hash tag: {celeriac}',
  ),
  bullmqEvents: setting(
    'BULLMQ_EVENTS',
    boolean,
    'false',
    "true: write BullMQ's event streams, for other programs that read them with its QueueEvents",
  ),
  resultRetentionMs: setting(
    'RESULT_RETENTION_MS',
    milliseconds(1_000, Number.MAX_SAFE_INTEGER),
    String(DAY_MS),
    'time a finished task stays readable, unless the task type sets its own; also applies to tasks already stored',
  ),
  payloadKeys: secret(
    optional(
      'PAYLOAD_KEYS',
      keys,
      'keys that encrypt the `redact` fields of tasks, separated by commas: the first encrypts, all decrypt',
    ),
  ),
} as const;

function redisUrl(value: string): string {
  const fault = redisUrlFault(value);
  if (fault !== undefined) throw new Error(fault);
  return value;
}

/** AES-256 keys. Errors never show a key. */
function keys(value: string): readonly Buffer[] {
  return value.split(',').map((text) => {
    const key = Buffer.from(text.trim(), 'base64');
    if (!/^[A-Za-z\d+/]{43}=$/.test(text.trim()) || key.length !== 32)
      throw new Error('32 random bytes in base64, or several separated by commas: openssl rand -base64 32');
    return key;
  });
}

function keyPrefix(value: string): string {
  if (!/^[\w{}.-]{1,100}$/.test(value))
    throw new Error('1 to 100 letters, digits, or any of _ - . { } (no colon, no space)');
  return value;
}
