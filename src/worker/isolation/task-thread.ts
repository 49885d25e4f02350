import { Worker } from 'node:worker_threads';
import { NamedError } from '../../platform/errors/named-error.js';
import type { Attempt } from '../attempt/attempt.js';
import { errorRecord, wholeMessage } from '../attempt/error-record.js';
import { RemoteRuns } from './remote-runs.js';
import type { FromRunner } from './run-messages.js';

/** The task's thread died: it ran out of memory, was ended by the task, or could not be started. */
export class ThreadDiedError extends NamedError {}

/** One thread of a worker, from start to end. It runs one task at a time. */
export class TaskThread {
  private readonly worker: Worker;
  private readonly runs = new RemoteRuns((message) => this.worker.postMessage(message));
  private isAlive = true;

  /**
   * @param file entry module that calls `serveThread`
   * @param maxMb heap limit
   * @param graceMs time for a task to stop before its thread is ended
   */
  constructor(
    file: URL,
    maxMb: number,
    private readonly graceMs: number,
  ) {
    this.worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: maxMb } });
    this.worker.on('message', (message: FromRunner) => this.runs.hear(message));
    this.worker.on('messageerror', (error) => this.end(error));
    this.worker.on('error', (error: unknown) => {
      this.runs.hear({ type: 'dying', key: undefined, error: errorRecord(error) });
    });
    this.worker.on('exit', (code) => this.died(code));
    this.worker.unref();
  }

  /** True if it can run another task. */
  get isOpen(): boolean {
    return this.isAlive && !this.runs.isWorn;
  }

  /**
   * @param onStart called when the task starts
   * @throws the task's error; ThreadDiedError
   */
  async run(attempt: Attempt, onStart: () => void): Promise<unknown> {
    const { signal } = attempt;
    let timer: NodeJS.Timeout | undefined;
    const stopping = () => {
      timer = setTimeout(() => this.end(new Error('the task did not stop in time')), this.graceMs);
    };
    signal.addEventListener('abort', stopping, { once: true });
    try {
      return await this.runs.run(attempt, onStart);
    } finally {
      signal.removeEventListener('abort', stopping);
      clearTimeout(timer);
    }
  }

  /** Ends the thread in any state. */
  end(reason = new Error('terminated by the worker')): void {
    this.isAlive = false;
    this.runs.deathCause ??= reason;
    void this.worker.terminate();
  }

  private died(code: number): void {
    this.isAlive = false;
    const cause = this.runs.deathCause ?? new Error(`it exited with code ${code}`);
    const message = `The task's thread died: ${wholeMessage(errorRecord(cause))}`;
    this.runs.died(() => new ThreadDiedError(message, { cause }));
  }
}
