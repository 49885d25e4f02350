import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../../errors/error-code.js';
import { type ProcessIdentity, isAlive, pidOf } from './process-identity.js';

const POLL_MS = 20;
const KILL_LIMIT_MS = 10_000;

/**
 * Ends exactly this process and waits until it is gone. Sends the signal, and after the limit SIGKILL to its whole group,
 * so that children of a server, such as one that rewrites its file, end too. The process must have been started
 * detached, which makes it a group leader. Another process that now has the same id is left alone.
 */
export async function endProcess(
  identity: ProcessIdentity,
  limitMs: number,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  askToEnd(identity, signal);
  if (await isGoneWithin(identity, limitMs)) return;
  killGroup(pidOf(identity));
  if (!(await isGoneWithin(identity, KILL_LIMIT_MS)))
    throw new Error(`Process ${pidOf(identity)} does not exit, not even on SIGKILL.`);
}

/** Sends SIGKILL to every process of the group that this process leads or led. */
export function killGroup(leader: number): void {
  // macOS returns EPERM for a group of zombies.
  unlessGone(() => process.kill(-leader, 'SIGKILL'), ['ESRCH', 'EPERM']);
}

/** Sends the signal to exactly this process without waiting for its end. Does nothing if it is gone. */
export function askToEnd(identity: ProcessIdentity, signal: NodeJS.Signals = 'SIGTERM'): void {
  if (isAlive(identity)) unlessGone(() => process.kill(pidOf(identity), signal), ['ESRCH']);
}

/** Ignores that the process has ended in the meantime. */
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
