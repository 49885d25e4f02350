import { connect } from 'node:net';
import { join } from 'node:path';
import { LOOPBACK } from '../program/free-port.js';
import { type ServerKind, startKeptServer } from '../server/kept-server.js';
import { openServerFolder } from '../server/server-folder.js';
import { type ServingRedis, serveRedis } from './serve-redis.js';

/**
 * A private Redis on the loopback address, protected by a password because other users of the machine can reach that
 * address.
 */
export interface EmbeddedRedis {
  /** Contains the password: never show it. */
  readonly url: string;
  /** The URL without the password. */
  readonly address: string;
  /** Undefined for a server shared with an older program, which knows no password. */
  readonly password: string | undefined;
  /** True if it was already running: it outlived its owner, or another living process shares the folder. */
  readonly reused: boolean;
  /** Stops the server, unless another living process owns it. May be called twice. */
  stop(): Promise<void>;
}

const REDIS: ServerKind<ServingRedis> = {
  name: 'Redis',
  stopSignal: 'SIGTERM',
  // It only has to flush its last writes.
  stopLimitMs: 10_000,
  serve: serveRedis,
  connectionLost,
  shownPlace: ({ port }) => ` on port ${port}`,
};

/**
 * Starts a real redis-server (or valkey-server) on `<dataDir>/redis`, or finds one left by a crash: see
 * `startKeptServer`. Every write reaches its append-only file within a second and survives restarts.
 *
 * @param say receives one line at a time about slow steps and failures
 * @throws NoRedisError, ServerStartError, FolderNotWritableError, FolderLockedError
 */
export async function startEmbeddedRedis(options: {
  dataDir: string;
  say: (line: string) => void;
}): Promise<EmbeddedRedis> {
  const folder = openServerFolder('Redis', join(options.dataDir, 'redis'));
  const server = await startKeptServer(REDIS, folder, options.say);
  const { port, password, reused } = server.serving;
  const address = `redis://${LOOPBACK}:${port}/0`;
  const url = password === undefined ? address : address.replace('//', `//:${password}@`);
  return { url, address, password, reused, stop: () => server.stop() };
}

/** Works before and without a login. */
async function connectionLost({ port }: ServingRedis, signal: AbortSignal): Promise<void> {
  const socket = connect({ port, host: LOOPBACK, signal });
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    // A failed socket also emits close.
    socket.on('error', () => undefined);
    socket.resume();
  });
}
