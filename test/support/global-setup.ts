import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Built from '../../src/platform/embedded/redis/embedded-redis.js';

declare global {
  /** Ends what the setup started. Jest loads the teardown in the same process, but as a module of its own. */
  var stopTestRedis: (() => Promise<void>) | undefined;
}

/** What is used of scripts/build.mjs. */
interface Builder {
  readonly isBuilt: () => boolean;
  readonly build: () => Promise<void>;
}

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Builds `dist/` where the sources have changed since, and gives all test files one Redis: the one that REDIS_URL names,
 * else an embedded one in a folder of its own. Each file keeps to itself there by a key prefix of its own.
 */
export default async function setUp(_: unknown, { rootDir }: { rootDir: string }): Promise<void> {
  const { build, isBuilt } = await loadFrom<Builder>(rootDir, 'scripts/build.mjs');
  if (!isBuilt()) await build();
  if (process.env['REDIS_URL']) return;
  const { startEmbeddedRedis } = await loadFrom<typeof Built>(
    rootDir,
    'dist/platform/embedded/redis/embedded-redis.js',
  );
  const dataDir = await mkdtemp(join(tmpdir(), 'celeriac-test-'));
  const redis = await startEmbeddedRedis({ dataDir, say: (line) => process.stderr.write(`${line}\n`) });
  process.env['REDIS_URL'] = redis.url;
  ENDING_SIGNALS.forEach((signal) => process.once(signal, exit));
  globalThis.stopTestRedis = async () => {
    ENDING_SIGNALS.forEach((signal) => process.off(signal, exit));
    delete process.env['REDIS_URL'];
    await redis.stop();
    await rm(dataDir, { recursive: true });
  };
}

/** Jest does not resolve `.js` to `.ts` for the imports of this file, which Node loads itself. */
async function loadFrom<T>(rootDir: string, path: string): Promise<T> {
  // The caller names the type of the module at that path.
  return (await import(pathToFileURL(join(rootDir, path)).href)) as T;
}

/** Interrupted, Jest tears nothing down; the embedded Redis ends with a process that exits. */
function exit(signal: NodeJS.Signals): never {
  process.exit(128 + constants.signals[signal]);
}
