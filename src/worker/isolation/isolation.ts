import { Injectable } from '@nestjs/common';
import { asTask } from '../../core/task/running-task.js';
import type { RegisteredTask } from '../../core/task/task-registry.js';
import type { Attempt } from '../attempt/attempt.js';
import { errorOf, errorRecord } from '../attempt/error-record.js';
import { type RetryRules, judgedRecord } from '../attempt/retry-rules.js';
import { EventLoopMonitor } from './event-loop-monitor.js';
import { Quarantine } from './quarantine.js';
import { ThreadPool } from './thread-pool.js';

/**
 * Decides where `run` is called: in this thread, in a separate thread if the task requests it, or in quarantine if the
 * task is under suspicion.
 */
@Injectable()
export class Isolation {
  constructor(
    private readonly threads: ThreadPool,
    private readonly quarantine: Quarantine,
    private readonly loop: EventLoopMonitor,
  ) {}

  /** @param file entry module of this worker's threads and processes: its default export is that of `serveThread` */
  use(file: URL): void {
    this.threads.use(file);
    this.quarantine.use(file);
  }

  /** Ends all threads and processes. Call it when no relevant task runs in them any more. */
  close(): void {
    this.quarantine.close();
    this.threads.close();
  }

  /** True if the task runs outside this thread, where its result is checked too. */
  isApart(task: RegisteredTask, attempt: Attempt): boolean {
    return attempt.isSuspect || task.options.isolation === 'thread';
  }

  /**
   * @param onStart called when the task starts
   * @throws the error of `run`, ThreadDiedError, ProcessDiedError, HeldError
   */
  run(task: RegisteredTask, payload: object, attempt: Attempt, onStart: () => void): Promise<unknown> {
    if (attempt.isSuspect) return this.quarantine.run(attempt, onStart);
    if (task.options.isolation === 'thread') return this.threads.run(attempt, onStart);
    onStart();
    const run = () => this.loop.call(attempt, () => task.handler.run(payload, attempt.context));
    return asTask(attempt.lineage, run, readableFor(task.options));
  }
}

/**
 * A thrown value may itself throw when it is read, so it is replaced by an error of plain data, like one from a thread.
 */
function readable(thrown: unknown): Error {
  return errorOf(errorRecord(thrown));
}

/** No function is created for a task without rules, which most are. */
function readableFor(rules: RetryRules): (thrown: unknown) => Error {
  if (rules.retryOn === undefined && rules.dontRetryOn === undefined) return readable;
  return (thrown) => errorOf(judgedRecord(rules, thrown));
}
