import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as BuiltEnd from '../../src/platform/embedded/program/end-process.js';
import type * as BuiltRecord from '../../src/platform/embedded/server/server-record.js';
import type * as Built from '../../src/platform/embedded/redis/embedded-redis.js';

declare global {
  /** Ends what the setup started. Jest loads the teardown in the same process, but as a separate module. */
  var stopTestServers: (() => Promise<void>)[] | undefined;
}

/** The used part of scripts/build.mjs. */
interface Builder {
  readonly isBuilt: () => boolean;
  readonly build: () => Promise<void>;
}

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const STOP_LIMIT_MS = 10_000;

/**
 * Builds `dist/` if the sources have changed, and provides one Redis for all test files: the one in REDIS_URL,
 * otherwise an embedded one in its own folder. A key prefix isolates each file. The first suite that needs a PostgreSQL
 * starts it (test/support/postgres.ts).
 */
export default async function setUp(_: unknown, { rootDir }: { rootDir: string }): Promise<void> {
  const { build, isBuilt } = await loadFrom<Builder>(rootDir, 'scripts/build.mjs');
  if (!isBuilt()) await build();
  ENDING_SIGNALS.forEach((signal) => process.once(signal, exit));
  globalThis.stopTestServers = [await offerPostgres(rootDir), await startRedis(rootDir), forgetSignals];
}

/** Names the folder of the shared PostgreSQL. */
async function offerPostgres(rootDir: string): Promise<() => Promise<void>> {
  const { endProcess, askToEnd } = await loadFrom<typeof BuiltEnd>(
    rootDir,
    'dist/platform/embedded/program/end-process.js',
  );
  const { readRecord } = await loadFrom<typeof BuiltRecord>(
    rootDir,
    'dist/platform/embedded/server/server-record.js',
  );
  // Unix sockets have short paths, and TMPDIR may be long.
  const folder = await mkdtemp('/tmp/celeriac-pg-');
  process.env['TEST_POSTGRES_FOLDER'] = folder;
  const server = (): string => readRecord(folder)?.server ?? '';
  const endAtExit = (): void => askToEnd(server(), 'SIGQUIT');
  process.once('exit', endAtExit);
  return async () => {
    process.off('exit', endAtExit);
    delete process.env['TEST_POSTGRES_FOLDER'];
    await endProcess(server(), STOP_LIMIT_MS, 'SIGQUIT');
    await rm(folder, { recursive: true });
  };
}

async function startRedis(rootDir: string): Promise<() => Promise<void>> {
  if (process.env['REDIS_URL'] || process.env['TEST_WITHOUT_REDIS']) return () => Promise.resolve();
  const { startEmbeddedRedis } = await loadFrom<typeof Built>(
    rootDir,
    'dist/platform/embedded/redis/embedded-redis.js',
  );
  const dataDir = await mkdtemp(join(tmpdir(), 'celeriac-test-'));
  const redis = await startEmbeddedRedis({ dataDir, say: (line) => process.stderr.write(`${line}\n`) });
  process.env['REDIS_URL'] = redis.url;
  return async () => {
    delete process.env['REDIS_URL'];
    await redis.stop();
    await rm(dataDir, { recursive: true });
  };
}

/** Jest does not resolve `.js` to `.ts` for the imports of this file, which Node loads itself. */
async function loadFrom<T>(rootDir: string, path: string): Promise<T> {
  // The caller gives the type of the module at that path.
  return (await import(pathToFileURL(join(rootDir, path)).href)) as T;
}

function forgetSignals(): Promise<void> {
  ENDING_SIGNALS.forEach((signal) => process.off(signal, exit));
  return Promise.resolve();
}

/** If interrupted, Jest runs no teardown; the servers end when this process exits. */
function exit(signal: NodeJS.Signals): never {
  process.exit(128 + constants.signals[signal]);
}
