import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Built from '../../src/platform/embedded/redis/embedded-redis.js';

declare global {
  /** Ends what the setup started. Jest loads the teardown in the same process, but as a separate module. */
  var stopTestRedis: (() => Promise<void>) | undefined;
}

/** The used part of scripts/build.mjs. */
interface Builder {
  readonly isBuilt: () => boolean;
  readonly build: () => Promise<void>;
}

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Builds `dist/` if the sources have changed, and provides one Redis for all test files: the one in REDIS_URL,
 * otherwise an embedded one in its own folder. A key prefix isolates each file.
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
  // The caller gives the type of the module at that path.
  return (await import(pathToFileURL(join(rootDir, path)).href)) as T;
}

/** If interrupted, Jest runs no teardown; the embedded Redis ends when this process exits. */
function exit(signal: NodeJS.Signals): never {
  process.exit(128 + constants.signals[signal]);
}
