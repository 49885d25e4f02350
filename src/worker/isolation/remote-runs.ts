import { Logger } from '@nestjs/common';
import type { Attempt } from '../attempt/attempt.js';
import { errorOf, errorRecord, wholeMessage } from '../attempt/error-record.js';
import { type Answer, type FromRunner, type Said, type ToRunner, orderOf } from './run-messages.js';

/** One attempt in a thread or a process. */
interface Run {
  readonly attempt: Attempt;
  readonly onStart: () => void;
  /** True if the order was sent: its progress is unknown. */
  isGiven: boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A worker's attempts in one thread or process, and the messages about them. */
export class RemoteRuns {
  private readonly logger = new Logger('Worker');
  private readonly runs = new Map<number, Run>();
  private nextKey = 0;
  private becomeReady: (isReady: boolean) => void = () => undefined;
  /** True once it serves, false if it died before. */
  private readonly ready = new Promise<boolean>((resolve) => (this.becomeReady = resolve));
  /** True if a task left something behind that failed after its end: run no other task in it. */
  isWorn = false;
  /** The last error before its death. */
  deathCause: Error | undefined;

  constructor(private readonly post: (message: ToRunner) => void) {}

  get size(): number {
    return this.runs.size;
  }

  /**
   * @param onStart called when the task starts
   * @throws the task's error, the stop reason if it was stopped before it started, or the error from `died`
   */
  async run(attempt: Attempt, onStart: () => void): Promise<unknown> {
    const key = this.nextKey++;
    const { signal } = attempt;
    const answering = new Promise<Answer>((resolve, reject) => {
      this.runs.set(key, { attempt, onStart, isGiven: false, resolve, reject });
    });
    answering.catch(() => undefined); // awaited once it is ready
    const stop = () => this.post({ type: 'stop', key, reason: errorRecord(signal.reason) });
    try {
      if (await Promise.race([this.ready, aborted(signal)])) {
        signal.throwIfAborted();
        this.give(key, attempt);
        signal.addEventListener('abort', stop, { once: true });
      }
      const answer = await answering;
      if (!answer.ok) throw errorOf(answer.error);
      return JSON.parse(answer.result);
    } finally {
      signal.removeEventListener('abort', stop);
      this.runs.delete(key);
    }
  }

  hear(message: FromRunner): void {
    if (message.type === 'ready') return this.becomeReady(true);
    if (message.type === 'leaked') return this.reportLeak(message);
    if (message.type === 'stopping') return;
    if (message.type === 'dying') return void (this.deathCause = errorOf(message.error));
    const run = this.runs.get(message.key);
    if (message.type === 'ended') run?.resolve(message.answer);
    else if (run) hearOf(run, message.said);
  }

  /** @param errorFor returns the error of a run, depending on whether its order had been sent */
  died(errorFor: (isGiven: boolean) => Error): void {
    this.becomeReady(false);
    for (const { isGiven, reject } of this.runs.values()) reject(errorFor(isGiven));
  }

  private give(key: number, attempt: Attempt): void {
    const run = this.runs.get(key);
    if (run) run.isGiven = true;
    this.post({ type: 'run', key, order: orderOf(attempt) });
  }

  private reportLeak({ owner, error }: Extract<FromRunner, { type: 'leaked' }>): void {
    this.isWorn = true;
    const whose = owner ? `Task ${owner.name}[${owner.id}] had ended` : 'No task was running';
    const fields = owner && { task_id: owner.id, task_name: owner.name, attempt: owner.attempt };
    const { name, message, frames } = error;
    const err = { type: name, message, stack: [`${name}: ${message}`, ...frames].join('\n') };
    this.logger.error(`${whose} when its error was not caught: ${wholeMessage(error)}`, {
      ...fields,
      err,
    });
  }
}

function hearOf({ attempt, onStart }: Run, said: Said): void {
  if (said.type === 'started') return onStart();
  // It was valid progress when it was sent.
  if (said.progress !== undefined) void attempt.notes.progress(JSON.parse(said.progress) as number | object);
  if (said.lines.length > 0) void attempt.log(said.lines.join('\n'));
}

/** Resolves to true on abort; the caller handles the abort. */
function aborted(signal: AbortSignal): Promise<true> {
  if (signal.aborted) return Promise.resolve(true);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(true), { once: true }));
}
