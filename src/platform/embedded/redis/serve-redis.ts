import { join } from 'node:path';
import { removeContainer } from '../program/container.js';
import { type Launch, serveFolder } from '../server/serve-folder.js';
import { launchServer } from '../server/launch-server.js';
import { askRedis, setPassword } from './ask-redis.js';
import { obtainRedis } from './obtain-redis.js';
import { type Place, redisCommand } from './redis-command.js';
import { openPassword } from './redis-password.js';

/** A server that does not answer for this long is frozen. */
const FROZEN_AFTER_MS = 5_000;

/** A Redis server that serves a folder. */
export interface ServingRedis extends Place {
  /** True if it was already running. */
  readonly reused: boolean;
}

/**
 * Ensures that one Redis server serves the folder: see `serveFolder`.
 *
 * @param place required when clients already use it
 */
export async function serveRedis(
  folder: string,
  say: (line: string) => void,
  place?: Place,
): Promise<ServingRedis> {
  /** Clients already use it without a password. */
  const isOpen = place !== undefined && place.password === undefined;
  const password = isOpen ? undefined : openPassword(folder, place?.password);
  const program = {
    ask: (port: number) => askRedis(port, FROZEN_AFTER_MS, password),
    obtain: () => launchOf(folder, password, say),
  };
  const { port, found, isShared } = await serveFolder(folder, program, place?.port);
  if (found === undefined) return { port, password, reused: false };
  const needsPassword = !isOpen && (password === undefined || found.isOpen);
  if (needsPassword) return { ...(await protect(port, folder, isShared, say)), reused: true };
  return { port, password, reused: true };
}

async function launchOf(
  folder: string,
  password: string | undefined,
  say: (line: string) => void,
): Promise<Launch> {
  const program = await obtainRedis(say);
  return async (port, onSpawn) => {
    const command = redisCommand(program, folder, { port, password });
    const { file, container } = command;
    if (container !== undefined) await removeContainer(file, container);
    const ask = (limitMs: number) => askRedis(port, limitMs, password);
    const server = { folder, log: join(folder, 'redis.log'), command: () => command, ask };
    await launchServer(server, (pid) => onSpawn({ pid, container }));
  };
}

/** Sets a password on a server of an earlier version, unless another process relies on it being open. */
async function protect(
  port: number,
  folder: string,
  isShared: boolean,
  say: (line: string) => void,
): Promise<Place> {
  if (isShared) {
    say(
      'Redis is shared with an older program that does not use a password: it has none until both have stopped.',
    );
    return { port, password: undefined };
  }
  const password = openPassword(folder);
  return { port, password: (await setPassword(port, FROZEN_AFTER_MS, password)) ? password : undefined };
}
