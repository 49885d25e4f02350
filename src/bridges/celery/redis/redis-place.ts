import { readFileSync } from 'node:fs';
import type { RedisOptions } from 'ioredis';
import { readUrl } from '../../../core/index.js';
import type { BrokerFacts } from '../broker/celery-broker.js';

/** The words of Python's `ssl_cert_reqs` for a server whose certificate is not verified. */
const UNVERIFIED = ['CERT_NONE', 'none'];

/**
 * Connection options from a URL as Celery has it. Its `ssl_…` parameters are understood, so that the same text serves
 * both sides.
 */
export function redisPlace(url: string): RedisOptions {
  const options = readUrl(url);
  if (!url.startsWith('rediss:')) return options;
  const { searchParams } = new URL(url);
  const file = (name: string) => {
    const path = searchParams.get(name);
    return path === null ? undefined : readFileSync(path);
  };
  return {
    ...options,
    tls: {
      rejectUnauthorized: !UNVERIFIED.includes(searchParams.get('ssl_cert_reqs') ?? ''),
      ca: file('ssl_ca_certs'),
      cert: file('ssl_certfile'),
      key: file('ssl_keyfile'),
    },
  };
}

export function redisFacts(url: string): BrokerFacts {
  const { host, port, db, username } = readUrl(url);
  return {
    hostname: host ?? 'localhost',
    port: port ?? 6379,
    userId: username ?? null,
    virtualHost: String(db ?? 0),
    transport: 'redis',
    isEncrypted: url.startsWith('rediss:'),
  };
}

/** The address for people: without user, password and parameters. */
export function redisAddress(url: string): string {
  const { hostname, port, virtualHost, isEncrypted } = redisFacts(url);
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return `${isEncrypted ? 'rediss' : 'redis'}://${host}:${port}/${virtualHost}`;
}
