import { hostList } from '../host-list.js';
import { milliseconds, optional, secret, setting, text } from '../setting.js';
import { redisUrlFault } from '../url-rules.js';

const DAY_MS = 86_400_000;

/** Settings of the broker and of result retention. */
export const brokerSettings = {
  redisUrl: secret(
    setting(
      'REDIS_URL',
      redisUrl,
      'redis://localhost:6379/0',
      'the broker; unset, the standalone starts a Redis of its own',
    ),
  ),
  redisPrefix: setting('REDIS_PREFIX', keyPrefix, 'celeriac', 'begins the name of every key in Redis'),
  redisSentinels: optional(
    'REDIS_SENTINELS',
    hostList(26_379),
    'Sentinels that know the primary, `host:port` separated by commas; user, password, TLS and database are from REDIS_URL',
  ),
  redisSentinelName: setting(
    'REDIS_SENTINEL_NAME',
    text,
    'mymaster',
    'name by which the Sentinels know the primary',
  ),
  redisSentinelUsername: optional(
    'REDIS_SENTINEL_USERNAME',
    text,
    'user of the Sentinels themselves, if they have some',
  ),
  redisSentinelPassword: secret(
    optional('REDIS_SENTINEL_PASSWORD', text, 'password of the Sentinels themselves, if they have one'),
  ),
  redisClusterNodes: optional(
    'REDIS_CLUSTER_NODES',
    hostList(6_379),
    'some nodes of a cluster, `host:port` separated by commas; REDIS_PREFIX needs a hash tag: {celeriac}',
  ),
  resultRetentionMs: setting(
    'RESULT_RETENTION_MS',
    milliseconds(1_000, Number.MAX_SAFE_INTEGER),
    String(DAY_MS),
    'how long a finished task stays readable, unless the task says otherwise; it counts for what is stored already, too',
  ),
  payloadKeys: secret(
    optional(
      'PAYLOAD_KEYS',
      keys,
      'encrypt the fields that tasks name in `redact`; separated by commas: the first encrypts, all decrypt',
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
      throw new Error(
        '32 random bytes as base64, or several such separated by commas: openssl rand -base64 32',
      );
    return key;
  });
}

function keyPrefix(value: string): string {
  if (!/^[\w{}.-]{1,100}$/.test(value))
    throw new Error('1 to 100 letters, digits, or any of _ - . { } (no colon, no space)');
  return value;
}
