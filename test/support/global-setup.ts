import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Built from '../../src/platform/embedded/redis/embedded-redis.js';

declare global {
  /** Ends what the setup started. Jest loads the teardown in the same process, but as a module of its own. */
  var stopTestRedis: (() => Promise<void>) | undefined;
}

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Gives all test files one Redis: the one that REDIS_URL names, else an embedded one in a folder of its own. Each
 * file keeps to itself there by a key prefix of its own.
 */
export default async function setUp(_: unknown, { rootDir }: { rootDir: string }): Promise<void> {
  if (process.env['REDIS_URL']) return;
  const { startEmbeddedRedis } = await builtModule(rootDir);
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

/** Jest does not resolve `.js` to `.ts` for the imports of this file: it takes what `npm run build` made. */
async function builtModule(rootDir: string): Promise<typeof Built> {
  const path = join(rootDir, 'dist/platform/embedded/redis/embedded-redis.js');
  if (!existsSync(path))
    throw new Error('The tests use built files: run them by npm test, or npm run build first.');
  // It was built from the very module that the type is taken from.
  return (await import(pathToFileURL(path).href)) as typeof Built;
}

/** Interrupted, Jest tears nothing down; the embedded Redis ends with a process that exits. */
function exit(signal: NodeJS.Signals): never {
  process.exit(128 + constants.signals[signal]);
}
