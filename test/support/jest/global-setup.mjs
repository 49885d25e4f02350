import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, isBuilt } from '../../../scripts/build.mjs';

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const STOP_LIMIT_MS = 10_000;

/**
 * Builds `dist/` if the sources have changed, and provides one Redis for all test files: the one in REDIS_URL,
 * otherwise an embedded one in its own folder. A key prefix isolates each file. The first suite that needs a PostgreSQL
 * starts it (test/support/postgres.ts).
 */
export default async function setUp() {
  if (!isBuilt()) await build();
  ENDING_SIGNALS.forEach((signal) => process.once(signal, exit));
  // Jest loads the teardown in the same process, but as a separate module.
  globalThis.stopTestServers = [await offerPostgres(), await startRedis(), forgetSignals];
}

/** Names the folder of the shared PostgreSQL. @returns ends the server */
async function offerPostgres() {
  const { endProcess, askToEnd } = await import('../../../dist/platform/embedded/program/end-process.js');
  const { readRecord } = await import('../../../dist/platform/embedded/server/server-record.js');
  // Unix sockets have short paths, and TMPDIR may be long.
  const folder = await mkdtemp('/tmp/celeriac-pg-');
  process.env.TEST_POSTGRES_FOLDER = folder;
  const server = () => readRecord(folder)?.server ?? '';
  const endAtExit = () => askToEnd(server(), 'SIGQUIT');
  process.once('exit', endAtExit);
  return async () => {
    process.off('exit', endAtExit);
    delete process.env.TEST_POSTGRES_FOLDER;
    await endProcess(server(), STOP_LIMIT_MS, 'SIGQUIT');
    await rm(folder, { recursive: true });
  };
}

/** @returns ends the server */
async function startRedis() {
  if (process.env.REDIS_URL || process.env.TEST_WITHOUT_REDIS) return () => undefined;
  const { startEmbeddedRedis } = await import('../../../dist/platform/embedded/redis/embedded-redis.js');
  const dataDir = await mkdtemp(join(tmpdir(), 'celeriac-test-'));
  const redis = await startEmbeddedRedis({ dataDir, say: (line) => process.stderr.write(`${line}\n`) });
  process.env.REDIS_URL = redis.url;
  return async () => {
    delete process.env.REDIS_URL;
    await redis.stop();
    await rm(dataDir, { recursive: true });
  };
}

function forgetSignals() {
  ENDING_SIGNALS.forEach((signal) => process.off(signal, exit));
}

/** If interrupted, Jest runs no teardown; the servers end when this process exits. */
function exit(signal) {
  process.exit(128 + constants.signals[signal]);
}
