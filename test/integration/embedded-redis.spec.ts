import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { askRedis } from '../../src/platform/embedded/redis/ask-redis.js';
import { type EmbeddedRedis, startEmbeddedRedis } from '../../src/platform/embedded/redis/embedded-redis.js';
import { findRedisServer } from '../../src/platform/embedded/redis/find-redis.js';
import { freePort } from '../../src/platform/embedded/program/free-port.js';
import { NoRedisError } from '../../src/platform/embedded/redis/no-redis-error.js';
import { identityOf, isAlive, pidOf } from '../../src/platform/embedded/program/process-identity.js';
import {
  type ServerRecord,
  readRecord,
  writeRecord,
} from '../../src/platform/embedded/server/server-record.js';
import { eventually } from '../support/eventually.js';
import { endOwner, startOwner } from '../support/embedded-owner.js';

const BUILT = pathToFileURL(resolve('dist/platform/embedded/redis/embedded-redis.js')).href;
const REDIS_SERVER = findRedisServer() ?? '';

/**
 * A process that owns an embedded Redis: prints its address, stops it at SIGTERM, exits without stopping it at SIGUSR2.
 */
const OWNER = `
  const { startEmbeddedRedis } = await import(process.argv[1]);
  const redis = await startEmbeddedRedis({ dataDir: process.argv[2], say: () => {} });
  process.once('SIGTERM', () => redis.stop());
  process.once('SIGUSR2', () => process.exit(0));
  console.log(JSON.stringify({ url: redis.url, reused: redis.reused }));
`;

describe('the embedded Redis', () => {
  const searchPath = process.env['PATH'];
  let folder: string;
  let dataDir: string;
  let cleanups: (() => unknown)[];
  let said: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'celeriac-embedded-'));
    dataDir = join(folder, 'my "own" data, really');
    cleanups = [];
    said = [];
  });

  afterEach(async () => {
    process.env['PATH'] = searchPath;
    for (const cleanup of cleanups.reverse()) await cleanup();
    const left = readRecord(join(dataDir, 'redis'));
    if (left && isAlive(left.server)) process.kill(pidOf(left.server), 'SIGKILL');
    rmSync(folder, { recursive: true });
  });

  async function start(inFolder = dataDir): Promise<EmbeddedRedis> {
    const redis = await startEmbeddedRedis({ dataDir: inFolder, say: (line) => said.push(line) });
    cleanups.push(() => redis.stop());
    return redis;
  }

  const owned = () => startOwner(OWNER, [BUILT, dataDir], cleanups);

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
    const found = readRecord(join(dataDir, 'redis'));
    if (found === undefined) throw new Error('there is no record');
    return found;
  }

  function serverPid(): number {
    return pidOf(record().server);
  }

  /** Starts a server left behind by its owner, which takes 0.2 s to load each key. @returns its port */
  async function startSlowly(): Promise<number> {
    const port = await freePort();
    const options = { port, bind: '127.0.0.1', appendonly: 'yes', 'key-load-delay': 200_000 };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const cwd = join(dataDir, 'redis');
    const server = spawn(REDIS_SERVER, args, { cwd, stdio: 'ignore', detached: true });
    writeRecord(cwd, { server: identityOf(server.pid ?? 0) ?? '', port, owner: '1@1' });
    return port;
  }

  it('is a real Redis of its own, configured for durability', async () => {
    const redis = await start();
    const connection = client(redis.url);
    expect(redis).toMatchObject({ reused: false, address: `redis://127.0.0.1:${record().port}/0` });
    expect(await connection.config('GET', 'appendonly', 'appendfsync', 'save', 'maxmemory-policy')).toEqual(
      expect.arrayContaining(['yes', 'everysec', '', 'noeviction']),
    );
    expect(await connection.config('GET', 'bind', 'protected-mode', 'dir')).toEqual(
      expect.arrayContaining(['127.0.0.1', 'yes', join(dataDir, 'redis')]),
    );
    expect(said).toEqual([]);
  });

  it('keeps its data across a restart, and leaves nothing running', async () => {
    const first = await start();
    await client(first.url).set('kept', 'yes');
    const { server } = record();
    await first.stop();
    expect(isAlive(server)).toBe(false);
    expect(readRecord(join(dataDir, 'redis'))).toBeUndefined();
    const second = await start();
    expect(second.reused).toBe(false);
    expect(await client(second.url).get('kept')).toBe('yes');
  });

  it('accepts a relative path', async () => {
    const redis = await start(relative(process.cwd(), dataDir));
    expect(await client(redis.url).config('GET', 'dir')).toEqual(['dir', join(dataDir, 'redis')]);
  });

  it('is found and adopted after its owner was killed', async () => {
    const owner = await owned();
    await client(owner.url).set('kept', 'yes');
    await endOwner(owner, 'SIGKILL');
    const { server } = record();
    const redis = await start();
    expect(redis).toMatchObject({ reused: true, url: owner.url });
    expect(record()).toMatchObject({ server, owner: identityOf(process.pid) });
    expect(await client(redis.url).get('kept')).toBe('yes');
    await redis.stop();
    expect(isAlive(server)).toBe(false);
  });

  it('is replaced if it died with its owner', async () => {
    const owner = await owned();
    await client(owner.url).set('kept', 'yes');
    await endOwner(owner, 'SIGKILL');
    const { server } = record();
    process.kill(pidOf(server), 'SIGKILL');
    const redis = await start();
    expect(redis.reused).toBe(false);
    expect(record().server).not.toBe(server);
    expect(await client(redis.url).get('kept')).toBe('yes');
  });

  it('is replaced if it is frozen', async () => {
    const owner = await owned();
    await client(owner.url).set('kept', 'yes');
    await endOwner(owner, 'SIGKILL');
    const { server } = record();
    process.kill(pidOf(server), 'SIGSTOP');
    const redis = await start();
    expect(redis.reused).toBe(false);
    expect(isAlive(server)).toBe(false);
    expect(await client(redis.url).get('kept')).toBe('yes');
  });

  it('waits for one that is still loading its data', async () => {
    const first = await start();
    const connection = client(first.url);
    await connection.mset('a', 1, 'b', 2, 'c', 3);
    await connection.bgrewriteaof();
    await eventually(async () =>
      expect(await connection.info('persistence')).toContain('aof_rewrite_in_progress:0'),
    );
    await first.stop();
    const port = await startSlowly();
    await eventually(async () => expect(await askRedis(port, 1_000)).toMatchObject({ isLoading: true }));
    const redis = await start();
    expect(redis.reused).toBe(true);
    expect(await client(redis.url).mget('a', 'b', 'c')).toEqual(['1', '2', '3']);
  });

  it('does not trust a record that names another program', async () => {
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
      detached: true,
    });
    cleanups.push(() => bystander.kill('SIGKILL'));
    const others = await start(join(folder, 'others'));
    await start().then((redis) => redis.stop());
    const port = Number(new URL(others.url).port);
    writeRecord(join(dataDir, 'redis'), { server: `${bystander.pid}@1`, port, owner: `${process.pid}@1` });
    const redis = await start();
    expect(redis.reused).toBe(false);
    expect(redis.url).not.toBe(others.url);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    expect(await client(others.url).ping()).toBe('PONG');
  });

  it('restarts on its port with its data after it was killed', async () => {
    const redis = await start();
    const connection = client(redis.url);
    await connection.set('kept', 'yes');
    for (let time = 1; time <= 2; time++) {
      const { server } = record();
      const closed = once(connection, 'close');
      process.kill(pidOf(server), 'SIGKILL');
      await closed;
      expect(await connection.get('kept')).toBe('yes');
      expect(record().server).not.toBe(server);
    }
    expect(said[0]).toBe(`Redis died; restarting it on port ${record().port} with its data …`);
  });

  it('takes down its fork that rewrites the file when it is killed', async () => {
    const redis = await start();
    const connection = client(redis.url);
    await connection.set('kept', 'yes');
    await connection.config('SET', 'rdb-key-save-delay', 60_000_000);
    await connection.bgrewriteaof();
    const fork = identityOf(childOf(serverPid())) ?? '';
    expect(isAlive(fork)).toBe(true);
    process.kill(serverPid(), 'SIGKILL');
    await eventually(() => expect(isAlive(fork)).toBe(false));
    expect(await connection.get('kept')).toBe('yes');
  });

  it('is shared with another living process, and left to it', async () => {
    const owner = await owned();
    const redis = await start();
    expect(redis).toMatchObject({ reused: true, url: owner.url });
    await redis.stop();
    expect(await client(owner.url).ping()).toBe('PONG');
  });

  it('keeps running for other users when its owner stops', async () => {
    const owner = await owned();
    const redis = await start();
    await client(redis.url).set('kept', 'yes');
    await endOwner(owner, 'SIGTERM');
    expect(await client(redis.url).get('kept')).toBe('yes');
    await eventually(() => expect(record().owner).toBe(identityOf(process.pid)));
  });

  it('runs once, however many processes start at the same time', async () => {
    const all = await Promise.all([owned(), start(), owned(), start()]);
    expect(new Set(all.map(({ url }) => url)).size).toBe(1);
    expect(all.filter(({ reused }) => !reused)).toHaveLength(1);
  });

  it('ends with an owner that exits without stopping it', async () => {
    const owner = await owned();
    const { server } = record();
    await endOwner(owner, 'SIGUSR2');
    await eventually(() => expect(isAlive(server)).toBe(false));
  });

  it('uses another port if the recorded one is in use', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    cleanups.push(() => stranger.close());
    await once(stranger, 'listening');
    await start().then((redis) => redis.stop());
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    stranger.on('connection', (socket) => socket.destroy());
    writeRecord(join(dataDir, 'redis'), { server: '1@1', port, owner: '1@1' });
    expect((await start()).url).not.toContain(String(port));
  });

  it('shows the end of the log if it does not start', async () => {
    mkdirSync(join(dataDir, 'redis', 'appendonlydir'), { recursive: true });
    writeFileSync(join(dataDir, 'redis', 'appendonlydir', 'appendonly.aof.manifest'), 'not a manifest\n');
    writeFileSync(join(dataDir, 'redis', 'appendonly.aof'), 'not an append-only file\n');
    await expect(start()).rejects.toThrow(/redis-server ended at once \(exit code 1\).*\n(.*\n)*.*AOF/);
  });

  it('names the folder that it cannot use', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(start(join(folder, 'file'))).rejects.toThrow(
      `cannot store its data in ${join(folder, 'file')}`,
    );
  });

  it('shows the install command if there is neither a Redis nor a way to get one', async () => {
    process.env['PATH'] = folder;
    await expect(start()).rejects.toThrow(NoRedisError);
    await expect(start()).rejects.toThrow('REDIS_URL=redis://localhost:6379/0 npm start');
  });

  it('runs the official image if a Docker engine is available', async () => {
    writeFileSync(join(folder, 'docker'), fakeDocker());
    chmodSync(join(folder, 'docker'), 0o755);
    process.env['PATH'] = folder;
    const redis = await start();
    expect(said.at(-1)).toBe('No Redis on the PATH: downloading the Docker image redis:7-alpine …');
    expect(record().container).toMatch(/^celeriac-redis-/);
    await client(redis.url).set('kept', 'yes');
    await redis.stop();
    const again = await start();
    expect(await client(again.url).get('kept')).toBe('yes');
  });
});

/** A fake Docker that runs a container's command on this machine. */
function fakeDocker(): string {
  return `#!/bin/sh
case "$1" in
  info) echo '24.0.7 [name=seccomp,profile=builtin]' ;;
  image) exit 1 ;;
  run)
    while [ "$1" != redis:7-alpine ]; do
      if [ "$1" = --workdir ]; then cd "$2" || exit 125; fi
      shift
    done
    shift
    exec ${REDIS_SERVER} "$@" --bind 127.0.0.1 ;;
esac
`;
}

/** The only child of this process. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
}
