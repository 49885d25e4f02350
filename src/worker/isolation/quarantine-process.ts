import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Attempt } from '../attempt/attempt.js';
import { HeldError, ProcessDiedError } from '../attempt/attempt.errors.js';
import { errorRecord, wholeMessage } from '../attempt/error-record.js';
import { RemoteRuns } from './remote-runs.js';
import type { FromRunner, ToRunner } from './run-messages.js';

/** A process that is not needed for so long is ended. */
const IDLE_MS = 30_000;
/** How long a task is put off whose process could not be started. */
const RETRY_START_MS = 5_000;

/** One process that a worker sets apart, from its start to its death: the worker lives on. */
export class QuarantineProcess {
  private readonly child: ChildProcess;
  private readonly runs = new RemoteRuns((message) => this.tell(message));
  private idleTimer: NodeJS.Timeout | undefined;
  private isAlive = true;

  /** @param file what `serveThread` serves */
  constructor(file: URL) {
    // A session of its own: Ctrl-C in a terminal is for the worker. Structured clones, as between threads.
    this.child = fork(fileURLToPath(file), [String(process.pid)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      serialization: 'advanced',
    });
    this.child.on('message', (message: FromRunner) => this.runs.hear(message));
    this.child.once('exit', (code, signal) => this.died(signal ?? `exit code ${code}`));
    this.child.on('error', (error) => this.died(error.message)); // it could not be started
  }

  /** False once it has died, or is to die: give it nothing more. */
  get isOpen(): boolean {
    return this.isAlive && !this.runs.isWorn;
  }

  get running(): number {
    return this.runs.size;
  }

  /**
   * @param onStart called when it begins
   * @throws what the task throws
   * @throws ProcessDiedError when the process has died with the task in it
   * @throws HeldError when it could not be started
   */
  async run(attempt: Attempt, onStart: () => void): Promise<unknown> {
    clearTimeout(this.idleTimer);
    try {
      return await this.runs.run(attempt, onStart);
    } finally {
      if (this.runs.size === 0) this.idleTimer = setTimeout(() => this.end(), this.isOpen ? IDLE_MS : 0);
    }
  }

  /** Ends it, whatever it does. */
  end(): void {
    this.isAlive = false;
    clearTimeout(this.idleTimer);
    this.child.kill('SIGKILL');
  }

  private tell(message: ToRunner): void {
    if (this.child.connected) this.child.send(message, () => undefined); // its death is told by `exit`
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
