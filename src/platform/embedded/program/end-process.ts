import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from './error-code.js';
import { type ProcessIdentity, isAlive, pidOf } from './process-identity.js';

const POLL_MS = 20;
const KILL_LIMIT_MS = 10_000;

/**
 * Ends exactly this process, and is done when it is gone: SIGTERM, and after the limit SIGKILL to its whole group,
 * so that the children that a redis-server forks to rewrite its file end with it. Takes processes that were
 * started detached, as those lead a group; leaves one alone that merely has the id now.
 */
export async function endProcess(identity: ProcessIdentity, limitMs: number): Promise<void> {
  askToEnd(identity);
  if (await isGoneWithin(identity, limitMs)) return;
  killGroup(pidOf(identity));
  if (!(await isGoneWithin(identity, KILL_LIMIT_MS)))
    throw new Error(`Process ${pidOf(identity)} does not end, not even by SIGKILL.`);
}

/** SIGKILL to every process of the group that this process leads, or led. */
export function killGroup(leader: number): void {
  // macOS answers EPERM where a group consists of zombies.
  unlessGone(() => process.kill(-leader, 'SIGKILL'), ['ESRCH', 'EPERM']);
}

/** SIGTERM to exactly this process, without waiting for its end. Does nothing where it is gone. */
export function askToEnd(identity: ProcessIdentity): void {
  if (isAlive(identity)) unlessGone(() => process.kill(pidOf(identity), 'SIGTERM'), ['ESRCH']);
}

/** What has ended meanwhile cannot be signalled, and need not be. */
function unlessGone(signal: () => void, codes: readonly string[]): void {
  try {
    signal();
  } catch (error) {
    if (!codes.includes(errorCode(error) ?? '')) throw error;
  }
}

async function isGoneWithin(identity: ProcessIdentity, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (isAlive(identity)) {
    if (performance.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}
