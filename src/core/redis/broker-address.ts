import { Redis, type RedisOptions } from 'ioredis';
import type { CoreOptions, RedisNode } from '../core-options.js';

/** Connection options from a URL. The login is parsed here: ioredis ends a password at certain characters. */
export function readUrl(text: string): RedisOptions {
  const { username, password } = new URL(text);
  const login = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  const { options } = new Redis(withoutLogin(text).toString(), { lazyConnect: true });
  return {
    ...options,
    ...(username !== '' && { username: login.username }),
    ...(password !== '' && { password: login.password }),
  };
}

/** The broker's address for people: without user and password, and without options, which may contain a password. */
export function addressOf(options: CoreOptions): string {
  const { redisSentinels, redisSentinelName, redisClusterNodes } = options;
  if (redisSentinels) return `redis+sentinel://${redisSentinels.map(textOf).join(',')}/${redisSentinelName}`;
  if (redisClusterNodes) return `redis+cluster://${redisClusterNodes.map(textOf).join(',')}`;
  const url = withoutLogin(options.redisUrl);
  url.search = '';
  return url.toString();
}

function withoutLogin(text: string): URL {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url;
}

function textOf({ host, port }: RedisNode): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
