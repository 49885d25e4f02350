import { text } from 'node:stream/consumers';

/** Everything that a command sees of its process: commands never touch `process` themselves. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False if standard output is a pipe or a file: then there are no colours and no progress bars. */
  readonly isInteractive: boolean;
  /** Width in characters. */
  readonly columns: number;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Writes to standard output. */
  readonly write: (text: string) => void;
  /** Writes to standard error: messages, progress. */
  readonly note: (text: string) => void;
  /** Reads standard input to its end. */
  readonly readInput: () => Promise<string>;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  // `celeriac tasks | head` closes the pipe early, which is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    env,
    isInteractive: stdout.isTTY,
    columns: stdout.isTTY ? stdout.columns : 120,
    signal: interrupted.signal,
    write: (line) => stdout.write(line),
    note: (line) => stderr.write(line),
    readInput: () => text(stdin),
  };
}
