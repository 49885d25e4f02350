import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { killGroup } from '../program/end-process.js';
import type { ServerAnswer } from './serve-folder.js';
import { type ServerLog, ServerStartError, openLog } from './server-log.js';
import { type ServerUser, reachable } from './server-user.js';

const POLL_MS = 25;
/** A question while it loads its data is a line in its log. */
const LOADING_POLL_MS = 200;
const ANSWER_LIMIT_MS = 2_000;
/** A newly started server may be silent for this long. One that loads its data is not: it answers that it does. */
const SILENCE_LIMIT_MS = 30_000;

/** The command that runs a server in the foreground. */
export interface ServerCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Name of the container, if the command creates one. */
  readonly container?: string;
}

/** A server to start on a folder. */
export interface ServerToLaunch {
  readonly folder: string;
  /** File for its output. */
  readonly log: string;
  /**
   * Makes the command.
   *
   * @param inherited the paths under which the server reaches `needs`
   */
  readonly command: (inherited: readonly string[]) => ServerCommand;
  /** Folders that the server enters as another user. */
  readonly needs?: readonly string[];
  /** The user that runs it; this process's own if omitted. */
  readonly user?: ServerUser | undefined;
  readonly ask: (limitMs: number) => Promise<ServerAnswer | undefined>;
}

/**
 * Starts the server on its folder and waits until it serves that folder's data. `spawned` gets the process id before
 * anything else can happen.
 *
 * The server leads its own session: Ctrl-C in a terminal signals every process of the session, and must not end a
 * server under workers that still drain.
 *
 * @throws ServerStartError
 */
export async function launchServer(server: ServerToLaunch, spawned: (pid: number) => void): Promise<void> {
  const log = openLog(server.log);
  const { child, file } = spawnServer(server, log);
  if (child.pid !== undefined) spawned(child.pid);
  const failure = await untilServing(child, server);
  if (failure === undefined) return;
  if (child.pid !== undefined) killGroup(child.pid);
  throw new ServerStartError(`${file} ${failure}`, log.tail());
}

function spawnServer(
  { folder, user, needs = [], command }: ServerToLaunch,
  log: ServerLog,
): { child: ChildProcess; file: string } {
  const { paths, descriptors, close } = reachable(needs, user);
  const { file, args } = command(paths);
  const stdio: StdioOptions = ['ignore', log.descriptor, log.descriptor, ...descriptors];
  // Another user may not be able to return to the folder.
  const cwd = user === undefined ? folder : '/';
  const child = spawn(file, args, { ...user, cwd, detached: true, stdio });
  closeSync(log.descriptor);
  close();
  // A fork of the server, such as one that rewrites its file, outlives a killed server.
  child.once('exit', () => child.pid !== undefined && killGroup(child.pid));
  return { child, file };
}

/** The failure, in words that follow the command's name; undefined once it serves. */
async function untilServing(
  child: ChildProcess,
  { folder, ask }: ServerToLaunch,
): Promise<string | undefined> {
  const ended = endOf(child);
  for (let heardAt = performance.now(); performance.now() - heardAt < SILENCE_LIMIT_MS;) {
    const answer = await Promise.race([ended, ask(ANSWER_LIMIT_MS)]);
    if (typeof answer === 'string') return answer;
    const isOurs = answer?.folder === folder;
    if (isOurs && !answer.isLoading) return undefined;
    if (isOurs) heardAt = performance.now();
    await Promise.race([ended, pause(isOurs ? LOADING_POLL_MS : POLL_MS)]);
  }
  return `did not answer for ${SILENCE_LIMIT_MS / 1_000} seconds`;
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    // Node sets exactly one of the two: the exit code or the signal.
    const [code, signal] = (await once(child, 'exit')) as [number, null] | [null, NodeJS.Signals];
    return `ended at once (${signal ?? `exit code ${code}`})`;
  } catch (error) {
    return `could not be started (${error instanceof Error ? error.message : String(error)})`;
  }
}
