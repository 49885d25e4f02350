import { setTimeout as pause } from 'node:timers/promises';
import { askRedis, setPassword } from '../redis/ask-redis.js';
import { removeContainer } from '../redis/docker.js';
import { endProcess } from './end-process.js';
import { freePort, isFree } from './free-port.js';
import { launchRedis } from '../redis/launch-redis.js';
import { obtainRedis } from '../redis/obtain-redis.js';
import { identityOf, isAlive, ownIdentity } from './process-identity.js';
import { type Place, type RedisProgram, redisCommand } from '../redis/redis-command.js';
import { openPassword } from '../redis/redis-password.js';
import { type ServerRecord, readRecord, removeRecord, writeRecord } from './server-record.js';

/** A server that does not answer for this long is frozen. */
const FROZEN_AFTER_MS = 5_000;
const LOADING_POLL_MS = 100;
const PORT_TRIES = 3;
/** Shutdown limit of a server: it only has to flush its last writes. */
const STOP_LIMIT_MS = 10_000;
const REPLACE_LIMIT_MS = 1_000;

/** A server that serves a folder. */
export interface Serving extends Place {
  /** True if it was already running. */
  readonly reused: boolean;
}

/**
 * Ensures that one server serves the folder and that a living process owns it. Must be called under the folder's lock.
 * A recorded server that serves this very folder is reused, and adopted if its owner is dead. Any other recorded server
 * is ended; this process then starts and owns a new one.
 *
 * @param place required when clients already use it; if omitted, the recorded port is preferred, and any other is fine
 */
export async function serveFolder(
  folder: string,
  say: (line: string) => void,
  place?: Place,
): Promise<Serving> {
  const isOpen = place !== undefined && place.password === undefined;
  const password = isOpen ? undefined : openPassword(folder, place?.password);
  const record = readRecord(folder);
  const found = record && (await serving(record, folder, password));
  if (record && found) {
    const isShared = adopt(record, folder);
    const isProtected = found.password !== undefined || isOpen;
    return { ...(isProtected ? found : await close(found, folder, isShared, say)), reused: true };
  }
  if (record) await endServer(record, REPLACE_LIMIT_MS);
  return startServer(await obtainRedis(say), folder, record, { ...place, password });
}

/** Ends the folder's server unless another living process owns it. Must be called under the folder's lock. */
export async function leaveFolder(folder: string): Promise<void> {
  const record = readRecord(folder);
  if (record === undefined || isOthers(record)) return;
  await endServer(record, STOP_LIMIT_MS);
  removeRecord(folder);
}

/**
 * Returns the recorded server's place if it really serves the folder. A process id or a listening port proves nothing;
 * only the server's answer about its folder counts. The port of a dead process is not queried: another user's program
 * may listen there by now to capture the password.
 */
async function serving(
  { server, port }: ServerRecord,
  folder: string,
  password: string | undefined,
): Promise<Place | undefined> {
  while (isAlive(server)) {
    const answer = await askRedis(port, FROZEN_AFTER_MS, password);
    if (answer?.folder !== folder) return undefined;
    if (!answer.isLoading) return { port, password: answer.isOpen ? undefined : password };
    await pause(LOADING_POLL_MS);
  }
  return undefined;
}

/** Returns true if another living process owns the server. Otherwise, this process becomes its owner. */
function adopt(record: ServerRecord, folder: string): boolean {
  if (isOthers(record)) return true;
  writeRecord(folder, { ...record, owner: ownIdentity() });
  return false;
}

/**
 * Starts the server on the port that clients already use, otherwise on the recorded port if it is free, otherwise on
 * any free port.
 */
async function startServer(
  program: RedisProgram,
  folder: string,
  record: ServerRecord | undefined,
  { port, password }: Pick<Place, 'password'> & Partial<Place>,
): Promise<Serving> {
  const wanted = { port: port ?? record?.port, password };
  return { port: await start(program, folder, wanted, port !== undefined), password, reused: false };
}

/** Sets a password on a server of an earlier version, unless another process relies on it being open. */
async function close(
  place: Place,
  folder: string,
  isShared: boolean,
  say: (line: string) => void,
): Promise<Place> {
  if (isShared) {
    say(
      'Redis is shared with an older program, which knows no password: it has none until both have stopped.',
    );
    return place;
  }
  const password = openPassword(folder);
  return (await setPassword(place.port, FROZEN_AFTER_MS, password)) ? { ...place, password } : place;
}

function isOthers({ owner }: ServerRecord): boolean {
  return owner !== ownIdentity() && isAlive(owner);
}

async function endServer({ server, container }: ServerRecord, limitMs: number): Promise<void> {
  await endProcess(server, limitMs);
  if (container !== undefined) await removeContainer('docker', container);
}

/** Resolves with the port. Retries, because another program may take a free port just before the server does. */
async function start(
  program: RedisProgram,
  folder: string,
  { port: wanted, password }: { port: number | undefined; password: string | undefined },
  isFixed: boolean,
): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = wanted !== undefined && (isFixed || (await isFree(wanted))) ? wanted : await freePort();
    try {
      await startOn({ port, password }, program, folder);
      return port;
    } catch (error) {
      if (isFixed || tries === PORT_TRIES || (await isFree(port))) throw error;
    }
  }
}

async function startOn(place: Place, program: RedisProgram, folder: string): Promise<void> {
  const command = redisCommand(program, folder, place);
  const { file, container } = command;
  if (container !== undefined) await removeContainer(file, container);
  await launchRedis(command, folder, place, (pid) => {
    const server = identityOf(pid) ?? `${pid}@gone`;
    writeRecord(folder, {
      server,
      port: place.port,
      owner: ownIdentity(),
      ...(container !== undefined && { container }),
    });
  });
}
