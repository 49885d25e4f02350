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

/** A server that says nothing for this long is frozen. */
const FROZEN_AFTER_MS = 5_000;
const LOADING_POLL_MS = 100;
const PORT_TRIES = 3;
/** How long a server may take to end: it only has to write what it has not written yet. */
const STOP_LIMIT_MS = 10_000;
const REPLACE_LIMIT_MS = 1_000;

/** A server that serves a folder. */
export interface Serving extends Place {
  /** True when it ran before this process asked for it. */
  readonly reused: boolean;
}

/**
 * Sees to it that one server serves the folder, and that a living process owns it. To be called under the folder's
 * lock. A recorded server that answers for this very folder is used; its owner is taken over from where it is dead.
 * Any other is ended, if it is still there, and a new one takes its place and this process owns it.
 *
 * @param place where clients already look for it; left out, the recorded port is preferred, and any other will do
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

/** Ends the folder's server unless another living process owns it. To be called under the folder's lock. */
export async function leaveFolder(folder: string): Promise<void> {
  const record = readRecord(folder);
  if (record === undefined || isOthers(record)) return;
  await endServer(record, STOP_LIMIT_MS);
  removeRecord(folder);
}

/**
 * Where the recorded server serves the folder, if it does. The id of a process, or the port of a listener, proves
 * nothing: what counts is whose folder it serves. Nothing is asked on the port of a process that is gone: another user's
 * program may listen there by now, and wait for the password.
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

/** Whether another living process owns the server; if none does, this one owns it now. */
function adopt(record: ServerRecord, folder: string): boolean {
  if (isOthers(record)) return true;
  writeRecord(folder, { ...record, owner: ownIdentity() });
  return false;
}

/** In the place where clients already look for it, or on a port of its own: the recorded one if it is free. */
async function startServer(
  program: RedisProgram,
  folder: string,
  record: ServerRecord | undefined,
  { port, password }: Pick<Place, 'password'> & Partial<Place>,
): Promise<Serving> {
  const wanted = { port: port ?? record?.port, password };
  return { port: await start(program, folder, wanted, port !== undefined), password, reused: false };
}

/** Gives a server of an earlier version its password, unless another process depends on its being open. */
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

/** Resolves with the port. Another program can take a free port in the instant before the server does. */
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
