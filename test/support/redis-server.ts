import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../src/platform/embedded/program/free-port.js';
import { findRedisServer } from '../../src/platform/embedded/redis/find-redis.js';
import { eventually } from './eventually.js';

/** Confirmed writes survive SIGKILL. With `everysec` Redis delays writes by up to 2 s while a busy disk syncs. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always'] as const;

/** A Redis that belongs to the test, which may stop, freeze and restart it with the same data. */
export interface OwnRedis {
  readonly url: string;
  readonly port: number;
  /** Does nothing if it is running. */
  start(): Promise<void>;
  /** SIGKILL by default: no connection is closed properly. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  freeze(): void;
  thaw(): void;
  remove(): Promise<void>;
}

/** @param options further options of redis-server, which take precedence */
export async function createOwnRedis(options: readonly string[] = []): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'celeriac-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}/0`;
  const args = ['--port', String(port), '--dir', folder, '--save', '', ...DURABLE, ...options];
  const program = redisProgram();
  let child: ChildProcess | undefined;
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const start = async () => {
    if (isRunning()) return;
    child = spawn(program, args, { stdio: 'ignore' });
    await eventually(() => ping(url));
  };
  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child === undefined || !isRunning()) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };
  const remove = async () => {
    child?.kill('SIGCONT');
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  const freeze = () => void child?.kill('SIGSTOP');
  const thaw = () => void child?.kill('SIGCONT');
  return { url, port, start, stop, freeze, thaw, remove };
}

/** The Redis program of this machine. */
export function redisProgram(): string {
  const program = findRedisServer();
  if (program === undefined) throw new Error('There is no redis-server or valkey-server on PATH');
  return program;
}

async function ping(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, enableOfflineQueue: false });
  redis.on('error', () => undefined); // not up yet: `eventually` tries again
  await redis.connect(); // not in the block: after a failure, `disconnect` would only start a timer of 2 s
  try {
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
