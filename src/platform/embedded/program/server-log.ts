import { openSync, readFileSync, statSync } from 'node:fs';

const SHOWN_LINES = 12;

/** A server's log, opened for appending. The opener closes the descriptor. */
export interface ServerLog {
  readonly descriptor: number;
  /** The last lines written since it was opened. */
  readonly tail: () => string;
}

export function openLog(path: string): ServerLog {
  const descriptor = openSync(path, 'a', 0o600);
  const { size } = statSync(path);
  const linesSince = (): string[] => readFileSync(path).subarray(size).toString().trim().split('\n');
  return { descriptor, tail: () => linesSince().slice(-SHOWN_LINES).join('\n') };
}

/** A server or its preparation did not start: it exited, or never answered. The message has the end of its log. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';

  constructor(
    reason: string,
    readonly logTail: string,
  ) {
    super(`${reason}. The last lines of its log:\n${logTail || '(it wrote nothing)'}`);
  }
}
