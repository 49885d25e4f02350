import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Attempt } from '../attempt/attempt.js';
import { HeldError, ProcessDiedError } from '../attempt/attempt.errors.js';
import { errorRecord, wholeMessage } from '../attempt/error-record.js';
import { RemoteRuns } from './remote-runs.js';
import type { FromRunner, ToRunner } from './run-messages.js';

/** Idle time after which a process is ended. */
const IDLE_MS = 30_000;
/** Least time for the answer of a process whose event loop is not blocked. */
const ANSWER_MS = 1_000;
/** Delay of a task whose process could not be started. */
const RETRY_START_MS = 5_000;

const BLOCKED = new Error('a task blocked its event loop and did not stop in time');

/** One quarantine process of a worker, from start to death. Its death does not affect the worker. */
export class QuarantineProcess {
  private readonly child: ChildProcess;
  private readonly runs = new RemoteRuns((message) => this.send(message));
  private idleTimer: NodeJS.Timeout | undefined;
  private isAlive = true;
  /** Number of its messages so far. */
  private heard = 0;

  /**
   * @param file entry module that calls `serveThread`
   * @param graceMs time for a task that blocks the process to stop before the process is killed
   */
  constructor(
    file: URL,
    private readonly graceMs: number,
  ) {
    // Its own session: Ctrl-C in a terminal is for the worker. Structured clones, as between threads.
    this.child = fork(fileURLToPath(file), [String(process.pid)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      serialization: 'advanced',
    });
    this.child.on('message', (message: FromRunner) => {
      this.heard += 1;
      this.runs.hear(message);
    });
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
   * A task that is to stop and ignores its signal goes on, as it would in the worker. But one that blocks the process
   * would hold all its tasks for ever: then the process is killed.
   *
   * @param onStart called when the task starts
   * @throws the task's error
   * @throws ProcessDiedError if the process died while running the task
   * @throws HeldError if the process could not be started
   */
  async run(attempt: Attempt, onStart: () => void): Promise<unknown> {
    clearTimeout(this.idleTimer);
    const { signal } = attempt;
    let timer: NodeJS.Timeout | undefined;
    const stopping = () => {
      const { heard } = this;
      timer = setTimeout(() => this.heard === heard && this.end(BLOCKED), Math.max(this.graceMs, ANSWER_MS));
    };
    signal.addEventListener('abort', stopping, { once: true });
    try {
      return await this.runs.run(attempt, onStart);
    } finally {
      signal.removeEventListener('abort', stopping);
      clearTimeout(timer);
      if (this.runs.size === 0) this.idleTimer = setTimeout(() => this.end(), this.isOpen ? IDLE_MS : 0);
    }
  }

  /** Kills the process in any state. */
  end(reason?: Error): void {
    this.isAlive = false;
    this.runs.deathCause ??= reason;
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
