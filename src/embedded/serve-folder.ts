import { setTimeout as pause } from 'node:timers/promises';
import { askRedis } from './ask-redis.js';
import { removeContainer } from './docker.js';
import { endProcess } from './end-process.js';
import { freePort, isFree } from './free-port.js';
import { launchRedis } from './launch-redis.js';
import { obtainRedis } from './obtain-redis.js';
import { identityOf, isAlive, ownIdentity } from './process-identity.js';
import { type RedisProgram, redisCommand } from './redis-command.js';
import { type ServerRecord, readRecord, removeRecord, writeRecord } from './server-record.js';

/** A server that says nothing for this long is frozen. */
const FROZEN_AFTER_MS = 5_000;
const LOADING_POLL_MS = 100;
const PORT_TRIES = 3;
/** How long a server may take to end: it only has to write what it has not written yet. */
const STOP_LIMIT_MS = 10_000;
const REPLACE_LIMIT_MS = 1_000;

/** A server that serves a folder. */
export interface Serving {
  readonly port: number;
  /** True when it ran before this process asked for it. */
  readonly reused: boolean;
}

/**
 * Sees to it that one server serves the folder, and that a living process owns it. To be called under the folder's
 * lock. A recorded server that answers for this very folder is used; its owner is taken over from where it is dead.
 * Any other is ended, if it is still there, and a new one takes its place and this process owns it.
 *
 * @param port where clients already look for it; left out, the recorded one is preferred, and any other will do
 */
export async function serveFolder(
  folder: string,
  say: (line: string) => void,
  port?: number,
): Promise<Serving> {
  const record = readRecord(folder);
  if (record && (await isServing(record, folder))) return adopt(record, folder);
  if (record) await endServer(record, REPLACE_LIMIT_MS);
  const program = await obtainRedis(say);
  return { port: await start(program, folder, port ?? record?.port, port !== undefined), reused: false };
}

/** Ends the folder's server unless another living process owns it. To be called under the folder's lock. */
export async function leaveFolder(folder: string): Promise<void> {
  const record = readRecord(folder);
  if (record === undefined || isOthers(record)) return;
  await endServer(record, STOP_LIMIT_MS);
  removeRecord(folder);
}

/** The id of a process, or the port of a listener, proves nothing: what counts is whose folder it serves. */
async function isServing({ port }: ServerRecord, folder: string): Promise<boolean> {
  for (;;) {
    const answer = await askRedis(port, FROZEN_AFTER_MS);
    if (answer?.folder !== folder) return false;
    if (!answer.isLoading) return true;
    await pause(LOADING_POLL_MS);
  }
}

function adopt(record: ServerRecord, folder: string): Serving {
  if (!isOthers(record)) writeRecord(folder, { ...record, owner: ownIdentity() });
  return { port: record.port, reused: true };
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
  wanted: number | undefined,
  isFixed: boolean,
): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = wanted !== undefined && (isFixed || (await isFree(wanted))) ? wanted : await freePort();
    try {
      await startOn(port, program, folder);
      return port;
    } catch (error) {
      if (isFixed || tries === PORT_TRIES || (await isFree(port))) throw error;
    }
  }
}

async function startOn(port: number, program: RedisProgram, folder: string): Promise<void> {
  const command = redisCommand(program, folder, port);
  const { file, container } = command;
  if (container !== undefined) await removeContainer(file, container);
  await launchRedis(command, folder, port, (pid) => {
    const server = identityOf(pid) ?? `${pid}@gone`;
    writeRecord(folder, {
      server,
      port,
      owner: ownIdentity(),
      ...(container !== undefined && { container }),
    });
  });
}
