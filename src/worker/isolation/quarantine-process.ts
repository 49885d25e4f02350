import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Attempt } from '../attempt/attempt.js';
import { HeldError, ProcessDiedError } from '../attempt/attempt.errors.js';
import { errorRecord, wholeMessage } from '../attempt/error-record.js';
import { RemoteRuns } from './remote-runs.js';
import type { FromRunner, ToRunner } from './run-messages.js';

/** Idle time after which a process is ended. */
const IDLE_MS = 30_000;
/** Delay of a task whose process could not be started. */
const RETRY_START_MS = 5_000;

/** One quarantine process of a worker, from start to death. Its death does not affect the worker. */
export class QuarantineProcess {
  private readonly child: ChildProcess;
  private readonly runs = new RemoteRuns((message) => this.send(message));
  private idleTimer: NodeJS.Timeout | undefined;
  private isAlive = true;

  /** @param file entry module that calls `serveThread` */
  constructor(file: URL) {
    // Its own session: Ctrl-C in a terminal is for the worker. Structured clones, as between threads.
    this.child = fork(fileURLToPath(file), [String(process.pid)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      serialization: 'advanced',
    });
    this.child.on('message', (message: FromRunner) => this.runs.hear(message));
    this.child.once('exit', (code, signal) => this.died(signal ?? `exit code ${code}`));
    this.child.on('error', (error) => this.died(error.message)); // it could not be started
  }

  /** False once it has died or must be replaced: run nothing more in it. */
  get isOpen(): boolean {
    return this.isAlive && !this.runs.isWorn;
  }

  get running(): number {
    return this.runs.size;
  }

  /**
   * @param onStart called when the task starts
   * @throws the task's error
   * @throws ProcessDiedError if the process died while running the task
   * @throws HeldError if the process could not be started
   */
  async run(attempt: Attempt, onStart: () => void): Promise<unknown> {
    clearTimeout(this.idleTimer);
    try {
      return await this.runs.run(attempt, onStart);
    } finally {
      if (this.runs.size === 0) this.idleTimer = setTimeout(() => this.end(), this.isOpen ? IDLE_MS : 0);
    }
  }

  /** Kills the process in any state. */
  end(): void {
    this.isAlive = false;
    clearTimeout(this.idleTimer);
    this.child.kill('SIGKILL');
  }

  private send(message: ToRunner): void {
    if (this.child.connected) this.child.send(message, () => undefined); // its death is reported by `exit`
  }

  private died(how: string): void {
    this.isAlive = false;
    clearTimeout(this.idleTimer);
    const { deathCause } = this.runs;
    const why = deathCause ? `${wholeMessage(errorRecord(deathCause))} (${how})` : how;
    this.runs.died((isGiven) =>
      isGiven ? new ProcessDiedError(why) : new HeldError(Date.now() + RETRY_START_MS),
    );
  }
}
