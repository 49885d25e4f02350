import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Identifies one process for good: `4711@88123`, its id and start time. An id alone, read from a file, may belong to
 * another program by then; the pair does not, not even after a reboot or in a new container.
 */
export type ProcessIdentity = string;

/** The identity of the running process with this id; undefined if there is none, or if it is a zombie. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startedAtFromProc(pid) : startedAtFromPs(pid);
  return startedAt && `${pid}@${startedAt}`;
}

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid) ?? `${process.pid}@unknown`;
}

/** True while exactly this process exists (running or suspended), and not another one with its id. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identityOf(pidOf(identity)) === identity;
}

/** The process id of an identity. */
export function pidOf(identity: ProcessIdentity): number {
  return Number.parseInt(identity, 10);
}

/** Clock ticks since boot: field 22 of stat in proc(5). The name in field 2 may contain anything, even a bracket. */
function startedAtFromProc(pid: number): string | undefined {
  const stat = readOrNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const [state, ...others] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : others[18];
}

function startedAtFromPs(pid: number): string | undefined {
  const options = { encoding: 'utf8', env: { LC_ALL: 'C' }, stdio: 'pipe' } as const;
  const line = readOrNothing(() =>
    execFileSync('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)], options),
  );
  const [state = '', ...startedAt] = line.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : startedAt.join('-');
}

/** A missing process is a result, not an error. */
function readOrNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
