import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Attempt } from './attempt.js';
import { HeldError, ProcessDiedError } from './attempt.errors.js';
import type { FromQuarantine, ToQuarantine } from './quarantine-messages.js';
import { type FromThread, type ThreadAnswer, errorOf, errorRecord, orderOf } from './thread-messages.js';

/** A process that is not needed for so long is ended. */
const IDLE_MS = 30_000;
/** How long a task is put off whose process could not be started. */
const RETRY_START_MS = 5_000;

/** One attempt in the process. */
interface Run {
  readonly attempt: Attempt;
  readonly onStart: () => void;
  /** The process was told to run it: whether it got so far nobody knows. */
  isGiven: boolean;
  readonly resolve: (answer: ThreadAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** One process that a worker sets apart, from its start to its death: the worker lives on. */
export class QuarantineProcess {
  private readonly child: ChildProcess;
  private readonly runs = new Map<number, Run>();
  private readonly ready: Promise<boolean>;
  private nextKey = 0;
  private idleTimer: NodeJS.Timeout | undefined;
  /** False once it has died, or is to die: nothing more is given to it. */
  isOpen = true;

  /** @param file what `serveThread` serves */
  constructor(file: URL) {
    // A session of its own: Ctrl-C in a terminal is for the worker. Structured clones, as between threads.
    this.child = fork(fileURLToPath(file), [String(process.pid)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      serialization: 'advanced',
    });
    this.ready = new Promise((resolve) => {
      this.child.once('message', () => resolve(true));
      this.child.once('exit', () => resolve(false));
    });
    this.child.on('message', (message: FromQuarantine) => this.hear(message));
    this.child.once('exit', (code, signal) => this.died(signal ?? `exit code ${code}`));
    this.child.on('error', (error) => this.died(error.message)); // it could not be started
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
    const key = this.nextKey++;
    const answering = new Promise<ThreadAnswer>((resolve, reject) => {
      this.runs.set(key, { attempt, onStart, isGiven: false, resolve, reject });
    });
    answering.catch(() => undefined); // awaited once it is ready
    clearTimeout(this.idleTimer);
    const stop = () => this.tell({ type: 'stop', key, reason: errorRecord(attempt.signal.reason) });
    try {
      if (await this.ready) {
        attempt.signal.throwIfAborted();
        this.give(key, attempt, stop);
      }
      const answer = await answering;
      if (!answer.ok) throw errorOf(answer.error);
      return answer.result;
    } finally {
      attempt.signal.removeEventListener('abort', stop);
      this.runs.delete(key);
      if (this.runs.size === 0) this.idleTimer = setTimeout(() => this.end(), IDLE_MS);
    }
  }

  /** Ends it, whatever it does. */
  end(): void {
    this.isOpen = false;
    clearTimeout(this.idleTimer);
    this.child.kill('SIGKILL');
  }

  private give(key: number, attempt: Attempt, stop: () => void): void {
    attempt.signal.addEventListener('abort', stop, { once: true });
    const run = this.runs.get(key);
    if (run) run.isGiven = true;
    this.tell({ type: 'run', key, order: orderOf(attempt) });
  }

  private tell(message: ToQuarantine): void {
    if (this.child.connected) this.child.send(message, () => undefined); // its death is told by `exit`
  }

  private hear(message: FromQuarantine): void {
    if (message.type === 'ready') return;
    const run = this.runs.get(message.key);
    if (message.type === 'ended') run?.resolve(message.answer);
    else if (run) hearOf(run, message.message);
  }

  private died(how: string): void {
    this.isOpen = false;
    clearTimeout(this.idleTimer);
    for (const { isGiven, reject } of this.runs.values())
      reject(isGiven ? new ProcessDiedError(how) : new HeldError(Date.now() + RETRY_START_MS));
  }
}

function hearOf({ attempt, onStart }: Run, message: FromThread): void {
  if (message.type === 'started') return onStart();
  const { progress, lines } = message.notes;
  if (progress !== undefined) void attempt.notes.progress(progress);
  if (lines.length > 0) void attempt.log(lines.join('\n'));
}
