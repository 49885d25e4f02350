import { Logger } from '@nestjs/common';
import type { Attempt } from '../attempt/attempt.js';
import { errorOf, errorRecord, wholeMessage } from '../attempt/error-record.js';
import { type Answer, type FromRunner, type Said, type ToRunner, orderOf } from './run-messages.js';

/** One attempt in a thread or a process. */
interface Run {
  readonly attempt: Attempt;
  readonly onStart: () => void;
  /** The order was sent: how far it got nobody knows. */
  isGiven: boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** The attempts that a worker has running in one thread or process, and what is said of them. */
export class RemoteRuns {
  private readonly logger = new Logger('Worker');
  private readonly runs = new Map<number, Run>();
  private nextKey = 0;
  private becomeReady: (isReady: boolean) => void = () => undefined;
  /** True once it serves, false when it has died before. */
  private readonly ready = new Promise<boolean>((resolve) => (this.becomeReady = resolve));
  /** A task has left something behind that went wrong after its end: use it for no other. */
  isWorn = false;
  /** What it died of, in its own words. */
  deathCause: Error | undefined;

  constructor(private readonly post: (message: ToRunner) => void) {}

  get size(): number {
    return this.runs.size;
  }

  /**
   * @param onStart called when it begins
   * @throws what the task throws, why it was told to stop before it began, or what `died` gives
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
    if (message.type === 'leaked') return this.tellLeak(message);
    if (message.type === 'dying') return void (this.deathCause = errorOf(message.error));
    const run = this.runs.get(message.key);
    if (message.type === 'ended') run?.resolve(message.answer);
    else if (run) hearOf(run, message.said);
  }

  /** @param errorFor what comes of a run, by whether its order had been given */
  died(errorFor: (isGiven: boolean) => Error): void {
    this.becomeReady(false);
    for (const { isGiven, reject } of this.runs.values()) reject(errorFor(isGiven));
  }

  private give(key: number, attempt: Attempt): void {
    const run = this.runs.get(key);
    if (run) run.isGiven = true;
    this.post({ type: 'run', key, order: orderOf(attempt) });
  }

  private tellLeak({ owner, error }: Extract<FromRunner, { type: 'leaked' }>): void {
    this.isWorn = true;
    const whose = owner ? `Task ${owner.name}[${owner.id}] had ended` : 'No task was running';
    const fields = owner && { task_id: owner.id, task_name: owner.name, attempt: owner.attempt };
    const { name, message, frames } = error;
    const err = { type: name, message, stack: [`${name}: ${message}`, ...frames].join('\n') };
    this.logger.error(`${whose} when an error of it was not caught: ${wholeMessage(error)}`, {
      ...fields,
      err,
    });
  }
}

function hearOf({ attempt, onStart }: Run, said: Said): void {
  if (said.type === 'started') return onStart();
  // It was progress when it left.
  if (said.progress !== undefined) void attempt.notes.progress(JSON.parse(said.progress) as number | object);
  if (said.lines.length > 0) void attempt.log(said.lines.join('\n'));
}

/** True when it aborts: who waits for something else sees to it. */
function aborted(signal: AbortSignal): Promise<true> {
  if (signal.aborted) return Promise.resolve(true);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(true), { once: true }));
}
