import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { Piscina } from 'piscina';
import { Config } from '../config/config.js';
import type { Attempt } from './attempt.js';
import {
  type FromThread,
  type StopThread,
  type ThreadAnswer,
  type ThreadOrder,
  errorOf,
  errorRecord,
  orderOf,
} from './thread-messages.js';

/** A thread that is not needed for so long is ended; its application is built anew when it is needed again. */
const IDLE_MS = 60_000;

/** The thread of a task died: out of memory, ended by the task itself, or because it did not stop in time. */
export class ThreadDiedError extends Error {
  override readonly name = 'ThreadDiedError';
}

/** Threads for tasks that compute. The first is made when the first such task comes. */
@Injectable()
export class ThreadPool {
  private file: URL | undefined;
  private pool: Piscina<ThreadOrder, ThreadAnswer> | undefined;

  constructor(private readonly config: Config) {}

  /** @param file the module that a thread runs: its default export is what `serveThread` gives */
  use(file: URL): void {
    this.file = file;
  }

  /** Ends all threads; call it when nothing runs in them any more. */
  async close(): Promise<void> {
    this.file = undefined;
    await this.pool?.destroy();
    this.pool = undefined;
  }

  /**
   * Runs one attempt in a thread. When the attempt has to stop, the thread is told so; what has not stopped after
   * GRACE_MS is ended with its thread, which the pool replaces.
   *
   * @param onStart called when there is a thread and it begins
   * @throws what the task throws; ThreadDiedError
   */
  async run(attempt: Attempt, onStart: () => void): Promise<unknown> {
    const { port1: ours, port2: port } = new MessageChannel();
    const conversation = new Conversation(ours, attempt, onStart, this.config.graceMs);
    const order: ThreadOrder = { ...orderOf(attempt), port };
    try {
      const answering = this.threads().run(order, { transferList: [port], signal: conversation.kill });
      const answer = await answering.catch((error: unknown) => Promise.reject(died(error)));
      await conversation.ended;
      if (!answer.ok) throw errorOf(answer.error);
      return answer.result;
    } finally {
      conversation.close();
    }
  }

  private threads(): Piscina<ThreadOrder, ThreadAnswer> {
    if (this.file === undefined)
      throw new Error('There are no threads: the worker was not started, or has stopped');
    this.pool ??= new Piscina({
      filename: this.file.href,
      minThreads: 0,
      maxThreads: this.config.workerThreads,
      idleTimeout: IDLE_MS,
      // Waiting for orders by Atomics would stop the thread's own event loop, and the connections that live in it.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: this.config.workerThreadMaxMb },
    });
    return this.pool;
  }
}

/** What is said between an attempt and the thread that runs it. */
class Conversation {
  /** Resolves when the thread has said its last word. */
  readonly ended: Promise<unknown>;
  private readonly killer = new AbortController();
  private isStarted = false;
  private graceTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly port: MessagePort,
    private readonly attempt: Attempt,
    private readonly onStart: () => void,
    private readonly graceMs: number,
  ) {
    this.ended = once(port, 'close'); // comes after every message that was sent before
    port.on('message', (message: FromThread) => this.hear(message));
    attempt.signal.addEventListener('abort', this.stop, { once: true });
    if (attempt.signal.aborted) this.stop();
  }

  /** Aborts when the thread is to be ended. */
  get kill(): AbortSignal {
    return this.killer.signal;
  }

  close(): void {
    clearTimeout(this.graceTimer);
    this.attempt.signal.removeEventListener('abort', this.stop);
    this.port.close();
  }

  private hear(message: FromThread): void {
    if (message.type === 'started') this.start();
    if (message.type === 'notes') this.note(message.notes);
  }

  private start(): void {
    this.isStarted = true;
    this.onStart();
  }

  private note({ progress, lines }: Extract<FromThread, { type: 'notes' }>['notes']): void {
    if (progress !== undefined) void this.attempt.notes.progress(progress);
    if (lines.length > 0) void this.attempt.log(lines.join('\n'));
  }

  /** What waits for a thread is dropped at once; what runs in one has its grace. */
  private readonly stop = (): void => {
    if (!this.isStarted) return this.killer.abort();
    const message: StopThread = { type: 'stop', reason: errorRecord(this.attempt.signal.reason) };
    this.port.postMessage(message);
    this.graceTimer = setTimeout(() => this.killer.abort(), this.graceMs);
  };
}

function died(error: unknown): ThreadDiedError {
  const reason = error instanceof Error ? error.message : String(error);
  return new ThreadDiedError(`The task's thread died: ${reason}`, { cause: error });
}
