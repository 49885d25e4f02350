import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** A process that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  /** The first 120 characters of its command line. It may contain a secret, so print it to the terminal only. */
  readonly command: string;
}

const COMMAND_LIMIT = 120;
/** State `LISTEN` in /proc/net/tcp (proc(5)). */
const LISTEN = '0A';

/**
 * Finds the process that listens on this TCP port of any local address. Undefined if there is none, or if the system
 * hides it: only root sees other users' processes.
 */
export function holderOf(port: number): PortHolder | undefined {
  const pid = process.platform === 'linux' ? pidFromProc(port) : pidFromLsof(port);
  return pid === undefined ? undefined : { pid, command: commandOf(pid) };
}

function pidFromProc(port: number): number | undefined {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => socketsIn(`/proc/net/${table}`, port)));
  if (sockets.size === 0) return undefined;
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => holdsOneOf(sockets, pid));
}

/** Inodes of the sockets that listen on the port; columns 2, 4 and 10 are address:port, state and inode. */
function socketsIn(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return orElse('', () => readFileSync(table, 'utf8'))
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(`:${hex}`) && columns[3] === LISTEN)
    .map((columns) => `socket:[${columns[9] ?? ''}]`);
}

function holdsOneOf(sockets: ReadonlySet<string>, pid: number): boolean {
  const folder = `/proc/${pid}/fd`;
  return namesIn(folder).some((name) => sockets.has(orElse('', () => readlinkSync(`${folder}/${name}`))));
}

function pidFromLsof(port: number): number | undefined {
  const options = { encoding: 'utf8', stdio: 'pipe' } as const;
  const lines = orElse('', () =>
    execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp'], options),
  );
  const pid = /^p(\d+)$/m.exec(lines)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** The first 120 characters of its command line; empty if it is hidden or gone. */
export function commandOf(pid: number): string {
  const text =
    process.platform === 'linux'
      ? orElse('', () => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '))
      : orElse('', () => execFileSync('/bin/ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }));
  return text.trim().slice(0, COMMAND_LIMIT);
}

function namesIn(folder: string): string[] {
  return orElse([], () => readdirSync(folder));
}

/** A process that has ended, or belongs to another user, counts as not found. */
function orElse<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
