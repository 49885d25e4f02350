import { setTimeout as pause } from 'node:timers/promises';
import { removeContainer } from '../program/container.js';
import { endProcess } from '../program/end-process.js';
import { freePort, isFree } from '../program/free-port.js';
import { identityOf, isAlive, ownIdentity } from '../program/process-identity.js';
import { type ServerRecord, readRecord, removeRecord, writeRecord } from './server-record.js';

const LOADING_POLL_MS = 100;
const PORT_TRIES = 3;
const REPLACE_LIMIT_MS = 1_000;

/** A server's answer about itself. */
export interface ServerAnswer {
  /** The folder that it serves, with symbolic links resolved. */
  readonly folder: string;
  /** True while it still reads its data. */
  readonly isLoading: boolean;
}

/** A program that serves a folder on a port of the loopback address. */
export interface ServerProgram<Answer extends ServerAnswer> {
  /** Queries the listener on a port. Undefined if there is none, if it is frozen, or if it is another program. */
  readonly ask: (port: number) => Promise<Answer | undefined>;
  /** Finds or installs the program. Called once, however many ports are tried. */
  readonly obtain: () => Promise<Launch>;
}

/**
 * Starts the server on a port and resolves when it serves.
 *
 * @param onSpawn called synchronously, before anything else can happen
 */
export type Launch = (
  port: number,
  onSpawn: (started: { readonly pid: number; readonly container?: string | undefined }) => void,
) => Promise<void>;

/** A server that serves a folder. */
export interface Serving<Answer> {
  readonly port: number;
  /** Its answer if it was already running; undefined if it was started. */
  readonly found?: Answer;
  /** True if another living process owns it. */
  readonly isShared: boolean;
}

/**
 * Ensures that one server serves the folder and that a living process owns it. Must be called under the folder's lock.
 * A recorded server that serves this very folder is reused, and adopted if its owner is dead. Any other recorded server
 * is ended; this process then starts and owns a new one.
 *
 * @param fixedPort required when clients already use it; if omitted, the recorded port is preferred, and any is fine
 */
export async function serveFolder<Answer extends ServerAnswer>(
  folder: string,
  program: ServerProgram<Answer>,
  fixedPort?: number,
): Promise<Serving<Answer>> {
  const record = readRecord(folder);
  const found = record && (await answerOf(record, folder, program));
  if (record && found) return { port: record.port, found, isShared: adopt(record, folder) };
  if (record) await endServer(record, REPLACE_LIMIT_MS, 'SIGTERM');
  const launch = recorded(folder, await program.obtain());
  if (fixedPort === undefined) return { port: await launchOnFreePort(launch, record?.port), isShared: false };
  await launch(fixedPort);
  return { port: fixedPort, isShared: false };
}

/**
 * Ends the folder's server unless another living process owns it. Must be called under the folder's lock.
 *
 * @param limitMs time to exit on the signal before it is killed
 */
export async function leaveFolder(folder: string, signal: NodeJS.Signals, limitMs: number): Promise<void> {
  const record = readRecord(folder);
  if (record === undefined || isOthers(record)) return;
  await endServer(record, limitMs, signal);
  removeRecord(folder);
}

/**
 * Returns the recorded server's answer if it really serves the folder. A process id or a listening port proves nothing;
 * only the server's answer about its folder counts. The port of a dead process is not queried: another user's program
 * may listen there by now to capture the password.
 */
async function answerOf<Answer extends ServerAnswer>(
  { server, port }: ServerRecord,
  folder: string,
  { ask }: ServerProgram<Answer>,
): Promise<Answer | undefined> {
  while (isAlive(server)) {
    const answer = await ask(port);
    if (answer?.folder !== folder) return undefined;
    if (!answer.isLoading) return answer;
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

function isOthers({ owner }: ServerRecord): boolean {
  return owner !== ownIdentity() && isAlive(owner);
}

async function endServer(
  { server, container }: ServerRecord,
  limitMs: number,
  signal: NodeJS.Signals,
): Promise<void> {
  await endProcess(server, limitMs, signal);
  if (container !== undefined) await removeContainer('docker', container);
}

function recorded(folder: string, launch: Launch): (port: number) => Promise<void> {
  return (port) =>
    launch(port, ({ pid, container }) => {
      const server = identityOf(pid) ?? `${pid}@gone`;
      const record = { server, port, owner: ownIdentity() };
      writeRecord(folder, container === undefined ? record : { ...record, container });
    });
}

/** Resolves with the port. Retries, because another program may take a free port just before the server does. */
async function launchOnFreePort(
  launch: (port: number) => Promise<void>,
  preferred: number | undefined,
): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = preferred !== undefined && (await isFree(preferred)) ? preferred : await freePort();
    try {
      await launch(port);
      return port;
    } catch (error) {
      if (tries === PORT_TRIES || (await isFree(port))) throw error;
    }
  }
}
