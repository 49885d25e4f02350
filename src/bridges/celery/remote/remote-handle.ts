import type { ExpectedResult } from '../broker/celery-results.js';
import type { RemoteConnection } from './remote-connection.js';
import type { RemoteDefinition } from './remote-definition.js';
import { valueOf } from './remote-outcome.js';
import { RemoteTimeoutError } from './remote.errors.js';

/** Limits of a wait for a result. */
export interface RemoteResultOptions {
  /** Default: it waits as long as it takes. */
  readonly timeoutMs?: number;
  /** Ends the wait, and revokes the task: that of a running task, for example. */
  readonly signal?: AbortSignal;
}

/** A task that was sent to Python. */
export class RemoteHandle<R> {
  constructor(
    /** Its id in Celery. */
    readonly id: string,
    private readonly remote: RemoteDefinition,
    private readonly expected: ExpectedResult,
    private readonly connection: Pick<RemoteConnection, 'revoke'>,
  ) {}

  /**
   * Waits for the result.
   *
   * @throws RemoteTimeoutError: the task may still run, and `result` can be called again
   * @throws RemoteTaskError, RemoteRevokedError, RemoteResultError, and the reason of the signal
   */
  async result({ timeoutMs, signal }: RemoteResultOptions = {}): Promise<R> {
    const timeout = new AbortController();
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => timeout.abort(new RemoteTimeoutError(this.remote.task, timeoutMs)), timeoutMs);
    try {
      const ends = signal ? AbortSignal.any([timeout.signal, signal]) : timeout.signal;
      const meta = await this.expected.final(ends);
      this.release();
      return valueOf(this.remote, meta) as R; // parsed by the declared class
    } catch (error) {
      if (signal?.aborted && error === signal.reason) await this.cancel();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Revokes the task, even if it runs. Whether that stops it is seen by its result. */
  async cancel(): Promise<void> {
    await this.connection.revoke(this.id);
  }

  /** For a result that nobody waits for. */
  release(): void {
    this.expected.release();
  }
}
