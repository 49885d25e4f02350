import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { askRedis } from './ask-redis.js';
import { killGroup } from '../program/end-process.js';
import type { Place, RedisCommand } from './redis-command.js';

const POLL_MS = 25;
const ANSWER_LIMIT_MS = 2_000;
/** A newly started server may be silent for this long. One that loads its data is not: it answers that it does. */
const SILENCE_LIMIT_MS = 30_000;
const SHOWN_LOG_LINES = 12;

/** The server did not start: it exited, or never answered. The message has the end of its log. */
export class RedisStartError extends Error {
  override readonly name = 'RedisStartError';

  constructor(reason: string, logTail: string) {
    super(`${reason}. The last lines of its log:\n${logTail || '(it wrote nothing)'}`);
  }
}

/**
 * Starts the command in the folder and waits until it serves that folder's data on the port. Its output goes to
 * `redis.log` there. `spawned` gets the process id before anything else can happen.
 *
 * The server leads its own session: Ctrl-C in a terminal signals every process of the session, and must not end the
 * broker under workers that still drain.
 *
 * @throws RedisStartError
 */
export async function launchRedis(
  command: RedisCommand,
  folder: string,
  place: Place,
  spawned: (pid: number) => void,
): Promise<void> {
  const log = openLog(folder);
  const child = spawnServer(command, folder, log.descriptor);
  if (child.pid !== undefined) spawned(child.pid);
  const failure = await untilServing(child, folder, place);
  if (failure === undefined) return;
  if (child.pid !== undefined) killGroup(child.pid);
  throw new RedisStartError(`${command.file} ${failure}`, log.tail());
}

function spawnServer(command: RedisCommand, folder: string, log: number): ChildProcess {
  const child = spawn(command.file, command.args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  // A fork that rewrites the append-only file outlives a killed server.
  child.once('exit', () => child.pid !== undefined && killGroup(child.pid));
  return child;
}

/** The failure, in words that follow the command's name; undefined once it serves. */
async function untilServing(
  child: ChildProcess,
  folder: string,
  { port, password }: Place,
): Promise<string | undefined> {
  const ended = endOf(child);
  for (let heardAt = performance.now(); performance.now() - heardAt < SILENCE_LIMIT_MS;) {
    const answer = await Promise.race([ended, askRedis(port, ANSWER_LIMIT_MS, password)]);
    if (typeof answer === 'string') return answer;
    const isOurs = answer?.folder === folder;
    if (isOurs && !answer.isLoading) return undefined;
    if (isOurs) heardAt = performance.now();
    await Promise.race([ended, pause(POLL_MS)]);
  }
  return `did not answer on port ${port} for ${SILENCE_LIMIT_MS / 1_000} seconds`;
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

/** Opens the log for appending and remembers where this start's lines begin. */
function openLog(folder: string): { descriptor: number; tail: () => string } {
  const path = join(folder, 'redis.log');
  const descriptor = openSync(path, 'a');
  const { size } = statSync(path);
  const linesSince = (): string[] => readFileSync(path).subarray(size).toString().trim().split('\n');
  return { descriptor, tail: () => linesSince().slice(-SHOWN_LOG_LINES).join('\n') };
}
