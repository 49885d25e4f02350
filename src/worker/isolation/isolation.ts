import { Injectable } from '@nestjs/common';
import { asTask } from '../../core/task/running-task.js';
import type { RegisteredTask } from '../../core/task/task-registry.js';
import type { Attempt } from '../attempt/attempt.js';
import { errorOf, errorRecord } from '../attempt/error-record.js';
import { EventLoopMonitor } from './event-loop-monitor.js';
import { Quarantine } from './quarantine.js';
import { ThreadPool } from './thread-pool.js';

/** Where `run` is called: here, in a thread where the task asks for one, in quarantine where it is under suspicion. */
@Injectable()
export class Isolation {
  constructor(
    private readonly threads: ThreadPool,
    private readonly quarantine: Quarantine,
    private readonly loop: EventLoopMonitor,
  ) {}

  /** @param file the module that threads and processes of this worker run: its default export is `serveThread`'s */
  use(file: URL): void {
    this.threads.use(file);
    this.quarantine.use(file);
  }

  /** Ends all threads and processes; call it when nothing that counts runs in them any more. */
  close(): void {
    this.quarantine.close();
    this.threads.close();
  }

  /** Whether it runs elsewhere: then its result has been checked there. */
  isApart(task: RegisteredTask, attempt: Attempt): boolean {
    return attempt.isSuspect || task.options.isolation === 'thread';
  }

  /**
   * @param onStart called when it begins
   * @throws what `run` throws, ThreadDiedError, ProcessDiedError, HeldError
   */
  run(task: RegisteredTask, payload: object, attempt: Attempt, onStart: () => void): Promise<unknown> {
    if (attempt.isSuspect) return this.quarantine.run(attempt, onStart);
    if (task.options.isolation === 'thread') return this.threads.run(attempt, onStart);
    onStart();
    const run = () => this.loop.call(attempt, () => task.handler.run(payload, attempt.context));
    return asTask(attempt.lineage, run, readable);
  }
}

/** What a task throws may throw when it is looked at: from here on it is an error of plain data, as from a thread. */
function readable(thrown: unknown): Error {
  return errorOf(errorRecord(thrown));
}
