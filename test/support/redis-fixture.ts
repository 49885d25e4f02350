import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import type { Variables } from './sandbox.js';

interface RecordedKey {
  readonly name: string;
  readonly type: string;
  readonly value: any;
  readonly ttlMs?: number;
}

/** The Redis data of a version, recorded by test/fixtures/record-redis.mjs. */
export interface RedisFixture {
  readonly recordedAt: number;
  readonly apiKey: string;
  readonly secrets: Variables;
  /** Ids of tasks and bulk actions, by their purpose. */
  readonly ids: Readonly<Record<string, string>>;
  /** The response of `GET` for each of them, in that version. */
  readonly answers: Readonly<Record<string, any>>;
  readonly lists: Readonly<Record<string, any>>;
  readonly keys: readonly RecordedKey[];
}

const YEAR_MS = 365 * 86_400_000;
/** Scores of delayed tasks are times multiplied by this. */
const DELAYED_FACTOR = 0x1000;

export function readFixture(file: string): RedisFixture {
  return JSON.parse(readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8')) as RedisFixture;
}

/** Stores it under a prefix, with all times shifted so that they are as long ago as when it was recorded. */
export async function storeFixture(redis: Redis, prefix: string, fixture: RedisFixture): Promise<void> {
  const { recordedAt, keys } = fixture;
  const age = Date.now() - recordedAt;
  const isTime = (number: number) => Math.abs(number - recordedAt) < YEAR_MS;
  const later = (text: string) =>
    text.replace(/\b\d{13}\b/g, (time) => (isTime(Number(time)) ? String(Number(time) + age) : time));
  const laterScore = (score: number) => {
    if (isTime(score)) return score + age;
    return isTime(score / DELAYED_FACTOR) ? score + age * DELAYED_FACTOR : score;
  };
  const pairs = <T>(list: readonly T[]) =>
    list.flatMap((value, i) => (i % 2 === 0 ? [[value, list[i + 1]]] : []));
  const writers: Record<string, (key: string, value: any) => Promise<unknown>> = {
    string: (key, value: string) => redis.set(key, later(value)),
    hash: (key, value: Record<string, string>) =>
      redis.hset(key, Object.fromEntries(Object.entries(value).map(([field, text]) => [field, later(text)]))),
    list: (key, value: string[]) => redis.rpush(key, ...value),
    set: (key, value: string[]) => redis.sadd(key, ...value),
    zset: (key, value: string[]) =>
      redis.zadd(
        key,
        ...pairs(value).flatMap(([member, score]) => [laterScore(Number(score)), member ?? '']),
      ),
    stream: async (key, value: [string, string[]][]) => {
      for (const [id, fields] of value) await redis.xadd(key, id, ...fields);
    },
  };
  for (const { name, type, value, ttlMs } of keys) {
    const write = writers[type];
    if (write === undefined) throw new Error(`A ${type} cannot be stored yet: ${name}`);
    await write(`${prefix}:${name}`, value);
    if (ttlMs !== undefined) await redis.pexpire(`${prefix}:${name}`, ttlMs);
  }
}
