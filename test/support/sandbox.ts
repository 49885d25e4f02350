import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** Variables of the environment, by name. */
export type Variables = Record<string, string>;

/** Isolates a test file from all others: its own key prefix in the shared Redis, and its own folder. */
export interface Sandbox {
  readonly variables: Variables;
  readonly prefix: string;
  readonly folder: string;
  /** A plain connection, to inspect and remove keys. */
  readonly redis: Redis;
  /** Removes every key of the prefix and the folder. */
  clean(): Promise<void>;
}

/** @param variables settings that differ from the defaults, as environment variables */
export async function createSandbox(variables: Variables = {}): Promise<Sandbox> {
  const prefix = `test-${randomUUID()}`;
  const folder = await mkdtemp(join(tmpdir(), 'celeriac-test-'));
  const url = variables['REDIS_URL'] ?? process.env['REDIS_URL'] ?? '';
  const redis = new Redis(url, { lazyConnect: true });
  const clean = async () => {
    const keys = await redis.keys(`${prefix}:*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
    await rm(folder, { recursive: true, force: true });
  };
  const ours = {
    REDIS_URL: url,
    REDIS_PREFIX: prefix,
    DATA_DIR: folder,
    NODE_ENV: 'test',
    PORT: '0',
    WORKER_PORT: '0',
    BRIDGE_PORT: '0',
    PAYLOAD_KEYS: randomBytes(32).toString('base64'),
  };
  return { variables: { ...ours, ...variables }, prefix, folder, redis, clean };
}
