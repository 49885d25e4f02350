import type { Redis } from 'ioredis';

/** Everything stored under a prefix, as text: names and contents of the keys, whatever their type. */
export async function dumpOf(redis: Redis, prefix: string): Promise<string> {
  const keys = await redis.keys(`${prefix}:*`);
  const contents = await Promise.all(keys.map((key) => contentOf(redis, key)));
  return keys.map((key, i) => `${key}: ${contents[i]}`).join('\n');
}

async function contentOf(redis: Redis, key: string): Promise<string> {
  const type = await redis.type(key);
  const read = READERS[type];
  if (read === undefined) throw new Error(`Nobody reads a ${type} yet: ${key}`);
  return JSON.stringify(await read(redis, key));
}

const READERS: Record<string, ((redis: Redis, key: string) => Promise<unknown>) | undefined> = {
  string: (redis, key) => redis.get(key),
  hash: (redis, key) => redis.hgetall(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: (redis, key) => redis.smembers(key),
  zset: (redis, key) => redis.zrange(key, 0, -1),
  stream: (redis, key) => redis.xrange(key, '-', '+'),
  none: () => Promise.resolve(''), // removed in the meantime
};
