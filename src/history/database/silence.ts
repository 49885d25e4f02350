import { setTimeout as pause } from 'node:timers/promises';
import { HistoryUnavailableError } from '../../core/index.js';

/** Pause between two questions to a silent server. */
const ASK_EVERY_MS = 500;

/** The errors of pg when a server has taken a connection or a statement, and says nothing. */
const SILENT = new Set([
  'Query read timeout',
  'timeout expired',
  'timeout exceeded when trying to connect',
  'Connection terminated due to connection timeout',
]);

/**
 * Protects against a server that accepts statements and does not answer, such as a frozen one: each statement would wait
 * for its own time limit. The first that has waited in vain is the last: from then on statements fail at once, until the
 * server answers a question of the process itself.
 */
export class Silence {
  /** The error that has shown the silence; undefined while the server answers. */
  private shownBy: Error | undefined;

  /** @param ask asks the server anything, on a connection of its own, with a short time limit */
  constructor(
    private readonly ask: () => Promise<unknown>,
    private readonly askEveryMs = ASK_EVERY_MS,
  ) {}

  /** @throws HistoryUnavailableError while the server is silent */
  refuse(): void {
    if (this.shownBy === undefined) return;
    throw new HistoryUnavailableError(
      'The history does not answer: PostgreSQL takes statements and is silent; failing fast until it answers',
      { cause: this.shownBy },
    );
  }

  /** @param error of a statement */
  note(error: unknown): void {
    if (this.shownBy !== undefined || !(error instanceof Error) || !SILENT.has(error.message)) return;
    this.shownBy = error;
    void this.listen();
  }

  /** Lets statements through. */
  stop(): void {
    this.shownBy = undefined;
  }

  private async listen(): Promise<void> {
    while (this.shownBy !== undefined) {
      const answers = await this.ask().then(
        () => true,
        () => false,
      );
      if (answers) this.stop();
      else await pause(this.askEveryMs, undefined, { ref: false });
    }
  }
}
