/** Everything that a command sees of its process: commands never touch `process` themselves. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory. */
  readonly folder: string;
  /** False if standard output is a pipe or a file: then there are no colours, and nothing is cut. */
  readonly isInteractive: boolean;
  /** True if standard error is a terminal. */
  readonly showsProgress: boolean;
  /** Size in characters. */
  readonly columns: number;
  readonly rows: number;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Writes to standard output. */
  readonly write: (text: string) => void;
  /** Writes to standard error: messages, progress. */
  readonly note: (text: string) => void;
  /** Reads standard input to its end. */
  readonly readInput: () => Promise<string>;
  /** Asks on standard error and reads one line; undefined if there is nobody to ask. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Calls back for each key that is pressed, Ctrl-C included, until the returned function is called. */
  readonly onKey?: (listener: (key: string) => void) => () => void;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  // `celeriac tasks | head` closes the pipe early, which is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  stderr.on('error', () => undefined);
  return {
    env,
    folder: process.cwd(),
    isInteractive: stdout.isTTY,
    showsProgress: stderr.isTTY,
    get columns() {
      return (stdout.isTTY && stdout.columns) || 120; // 0: a terminal that does not know its size
    },
    get rows() {
      return (stdout.isTTY && stdout.rows) || 40;
    },
    signal: interrupted.signal,
    write: (line) => stdout.write(line),
    note: (line) => stderr.write(line),
    readInput: async () => (await import('node:stream/consumers')).text(stdin),
    ask: stdin.isTTY && stderr.isTTY ? ask : undefined,
    ...(stdin.isTTY && { onKey }),
  };

  function onKey(listener: (key: string) => void): () => void {
    const listen = (keys: Buffer) => {
      for (const key of keys.toString()) listener(key);
    };
    stdin.setRawMode(true).on('data', listen).resume();
    return () => {
      stdin.off('data', listen).setRawMode(false).pause();
    };
  }

  async function ask(question: string): Promise<string> {
    const { createInterface } = await import('node:readline/promises'); // most commands ask nothing
    const reader = createInterface({ input: stdin, output: stderr });
    try {
      return await reader.question(question, { signal: interrupted.signal });
    } finally {
      reader.close();
    }
  }
}
