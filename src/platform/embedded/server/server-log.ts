import { openSync, readFileSync, statSync } from 'node:fs';
import { NamedError } from '../../errors/named-error.js';

const SHOWN_LINES = 12;
const DISK_FULL = /No space left on device|Check free disk space/i;

/** A server's log, opened for appending. The opener closes the descriptor. */
export interface ServerLog {
  readonly descriptor: number;
  /** The last lines written since it was opened. */
  readonly tail: () => string;
}

/** Opens a log that only its owner can read. */
export function openLog(path: string): ServerLog {
  const descriptor = openSync(path, 'a', 0o600);
  const { size } = statSync(path);
  const linesSince = (): string[] => readFileSync(path).subarray(size).toString().trim().split('\n');
  return { descriptor, tail: () => linesSince().slice(-SHOWN_LINES).join('\n') };
}

/**
 * A server, or what prepares its folder, did not start: it exited, or never answered. The message has the end of its
 * log.
 */
export class ServerStartError extends NamedError {
  constructor(
    reason: string,
    readonly logTail: string,
  ) {
    const cause = DISK_FULL.test(logTail) ? ' The disk is full: free some space and start again.' : '';
    super(`${reason}.${cause} The last lines of its log:\n${logTail || '(it wrote nothing)'}`);
  }
}
