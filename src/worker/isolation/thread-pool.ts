import { Injectable } from '@nestjs/common';
import { WorkerOptions } from '../worker-options.js';
import type { Attempt } from '../attempt/attempt.js';
import { TaskThread, ThreadDiedError } from './task-thread.js';

/** Idle time after which a thread is ended. Its application is created again when needed. */
const IDLE_MS = 60_000;

/**
 * Threads for CPU-bound tasks: up to WORKER_THREADS, each for one task at a time. The first is created for the first
 * such task. A thread that cannot be started, or dies, affects only its own task.
 */
@Injectable()
export class ThreadPool {
  private file: URL | undefined;
  private readonly busy = new Set<TaskThread>();
  private readonly idle: { readonly thread: TaskThread; readonly timer: NodeJS.Timeout }[] = [];
  /** Attempts waiting for a thread, the oldest first. */
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly options: WorkerOptions) {}

  /** @param file entry module of a thread, which calls `serveThread` */
  use(file: URL): void {
    this.file = file;
  }

  /** Ends all threads. Call it when nothing runs in them any more. */
  close(): void {
    this.file = undefined;
    for (const { thread, timer } of this.idle.splice(0)) {
      clearTimeout(timer);
      thread.end();
    }
    for (const thread of this.busy) thread.end();
    for (const goOn of this.waiting.splice(0)) goOn();
  }

  /**
   * Runs one attempt in a thread. When the attempt must stop, the thread is asked to stop it; after GRACE_MS it is
   * ended with its task.
   *
   * @param onStart called when a thread is available and the task starts
   * @throws the task's error; ThreadDiedError
   */
  async run(attempt: Attempt, onStart: () => void): Promise<unknown> {
    while (this.busy.size >= this.options.threads) await this.room(attempt.signal);
    const thread = this.take();
    try {
      return await thread.run(attempt, onStart);
    } finally {
      this.release(thread);
    }
  }

  /** Resolves when a thread may be free. */
  private async room(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    let goOn: () => void = () => undefined;
    await new Promise<void>((resolve) => {
      goOn = resolve;
      this.waiting.push(goOn);
      signal.addEventListener('abort', goOn, { once: true });
    });
    signal.removeEventListener('abort', goOn);
    if (!signal.aborted) return;
    const at = this.waiting.indexOf(goOn);
    if (at >= 0) this.waiting.splice(at, 1);
    else this.waiting.shift()?.(); // its turn had come: pass it to the next one
    signal.throwIfAborted();
  }

  private take(): TaskThread {
    const known = this.takeIdle();
    const thread = known ?? this.make();
    this.busy.add(thread);
    return thread;
  }

  private takeIdle(): TaskThread | undefined {
    for (let last = this.idle.pop(); last; last = this.idle.pop()) {
      clearTimeout(last.timer);
      if (last.thread.isOpen) return last.thread;
      last.thread.end();
    }
    return undefined;
  }

  private make(): TaskThread {
    if (this.file === undefined)
      throw new ThreadDiedError('There are no threads: the worker was not started, or has stopped');
    return new TaskThread(this.file, this.options.threadMaxMb, this.options.graceMs);
  }

  private release(thread: TaskThread): void {
    this.busy.delete(thread);
    if (thread.isOpen && this.file) this.keep(thread);
    else thread.end();
    this.waiting.shift()?.();
  }

  private keep(thread: TaskThread): void {
    const timer = setTimeout(() => {
      this.idle.splice(
        this.idle.findIndex((one) => one.thread === thread),
        1,
      );
      thread.end();
    }, IDLE_MS);
    timer.unref();
    this.idle.push({ thread, timer });
  }
}
