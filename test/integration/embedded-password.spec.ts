import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { askRedis, setPassword } from '../../src/platform/embedded/redis/ask-redis.js';
import { type EmbeddedRedis, startEmbeddedRedis } from '../../src/platform/embedded/redis/embedded-redis.js';
import { findRedisServer } from '../../src/platform/embedded/redis/find-redis.js';
import { freePort } from '../../src/platform/embedded/program/free-port.js';
import { identityOf, isAlive, pidOf } from '../../src/platform/embedded/program/process-identity.js';
import {
  type ServerRecord,
  readRecord,
  writeRecord,
} from '../../src/platform/embedded/server/server-record.js';
import { eventually } from '../support/eventually.js';

describe('the embedded Redis with a password', () => {
  let dataDir: string;
  let cleanups: (() => unknown)[];
  let said: string[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'celeriac-password-'));
    cleanups = [];
    said = [];
  });

  afterEach(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
    const left = readRecord(own());
    if (left && isAlive(left.server)) process.kill(pidOf(left.server), 'SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  const own = () => join(dataDir, 'redis');

  async function start(): Promise<EmbeddedRedis> {
    const redis = await startEmbeddedRedis({ dataDir, say: (line) => said.push(line) });
    cleanups.push(() => redis.stop());
    return redis;
  }

  /** A client that reconnects until the server is back. */
  function client(url: string): Redis {
    const redis = new Redis(url, {
      maxRetriesPerRequest: null,
      retryStrategy: () => 20,
      disconnectTimeout: 20,
    });
    redis.on('error', () => undefined);
    cleanups.push(() => redis.disconnect());
    return redis;
  }

  function record(): ServerRecord {
    const found = readRecord(own());
    if (found === undefined) throw new Error('there is no record');
    return found;
  }

  function serverPid(): number {
    return pidOf(record().server);
  }

  /** Starts the server of a version without passwords. @returns its port */
  async function startOpen(owner: string): Promise<number> {
    mkdirSync(own(), { mode: 0o700 });
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--appendonly', 'yes'];
    const server = spawn(findRedisServer() ?? '', args, { cwd: own(), stdio: 'ignore', detached: true });
    writeRecord(own(), { server: identityOf(server.pid ?? 0) ?? '', port, owner });
    await eventually(async () => expect(await askRedis(port, 1_000)).toMatchObject({ isOpen: true }));
    return port;
  }

  it('requires its password, which only its user can read', async () => {
    const redis = await start();
    await expect(client(redis.address).get('kept')).rejects.toThrow('NOAUTH');
    const password = new URL(redis.url).password;
    expect(password).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(own()).mode & 0o777).toBe(0o700);
    expect(statSync(join(own(), 'password.conf')).mode & 0o777).toBe(0o600);
    const shown = [`/proc/${serverPid()}/cmdline`, join(own(), 'redis.log'), join(own(), 'embedded.json')];
    for (const file of shown) expect(readFileSync(file, 'utf8')).not.toContain(password);
    expect([redis.address, ...said].join()).not.toContain(password);
  });

  it('keeps its password, and creates a new one if it is lost or truncated', async () => {
    const first = await start();
    await first.stop();
    const second = await start();
    expect(second.password).toBe(first.password);
    await second.stop();
    writeFileSync(join(own(), 'password.conf'), 'requirepass abc', { mode: 0o644 });
    const third = await start();
    expect(third.password).toMatch(/^(?!abc)[0-9a-f]{64}$/);
    expect(statSync(join(own(), 'password.conf')).mode & 0o777).toBe(0o600);
    expect(await client(third.url).ping()).toBe('PONG');
  });

  it('gets a password if an earlier version left it running without one', async () => {
    const port = await startOpen('1@1');
    const redis = await start();
    expect(redis).toMatchObject({ reused: true, address: `redis://127.0.0.1:${port}/0` });
    await expect(client(redis.address).ping()).rejects.toThrow('NOAUTH');
    const { server } = record();
    const connection = client(redis.url);
    await connection.set('kept', 'yes');
    process.kill(pidOf(server), 'SIGTERM');
    await eventually(() => expect(isAlive(server)).toBe(false));
    expect(await connection.get('kept')).toBe('yes');
  });

  it('stays open for a program of an earlier version that still owns it, with a warning', async () => {
    const older = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    cleanups.push(() => older.kill('SIGKILL'));
    await startOpen(identityOf(older.pid ?? 0) ?? '');
    const redis = await start();
    expect(redis).toMatchObject({ reused: true, password: undefined, url: redis.address });
    expect(await client(redis.url).ping()).toBe('PONG');
    expect(said.join()).toContain('it has none until both have stopped');
  });

  it('is replaced if it has another password', async () => {
    const port = await startOpen('1@1');
    await client(`redis://127.0.0.1:${port}/0`).set('kept', 'yes');
    const others = 'f'.repeat(64);
    expect(await setPassword(port, 1_000, others)).toBe(true);
    const redis = await start();
    expect(redis.reused).toBe(false);
    expect(redis.password).not.toBe(others);
    expect(await client(redis.url).get('kept')).toBe('yes');
  });

  it('does not reveal its password to a program that took over its port', async () => {
    await start().then((redis) => redis.stop());
    const heard: string[] = [];
    const stranger = createServer((socket) => socket.on('data', (data) => heard.push(data.toString())));
    cleanups.push(() => stranger.close());
    await once(stranger.listen(0, '127.0.0.1'), 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    writeRecord(own(), { server: '1@1', port, owner: '1@1' });
    expect((await start()).reused).toBe(false);
    expect(heard).toEqual([]);
  });

  it('restarts with the password of its clients, even if the file is gone', async () => {
    const redis = await start();
    const connection = client(redis.url);
    await connection.set('kept', 'yes');
    rmSync(join(own(), 'password.conf'));
    const closed = once(connection, 'close');
    process.kill(serverPid(), 'SIGKILL');
    await closed;
    expect(await connection.get('kept')).toBe('yes');
    await expect(client(redis.address).get('kept')).rejects.toThrow('NOAUTH');
  });
});
