import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { runningTask } from '../queue/running-task.js';
import { TaskChanges } from '../queue/task-changes.js';
import { taskOptionsOf } from '../queue/task-job.js';
import { TimeoutError } from '../queue/task-outcome.js';
import type { RegisteredTask } from '../queue/task-registry.js';
import type { Attempt } from './attempt.js';
import { checkedResult } from './json-result.js';
import { LoopWatch } from './loop-watch.js';
import { RunnerEvents } from './runner-events.js';
import { ThreadPool } from './thread-pool.js';

/** Calls `run`: here, or in a thread where the task asks for one; under its time limit. */
@Injectable()
export class Execution {
  constructor(
    private readonly threads: ThreadPool,
    private readonly loop: LoopWatch,
    private readonly changes: TaskChanges,
    private readonly events: RunnerEvents,
    private readonly config: Config,
  ) {}

  /**
   * @returns the result, as JSON can carry it
   * @throws what `run` throws, ResultError, ThreadDiedError
   */
  async run(task: RegisteredTask, payload: object, attempt: Attempt): Promise<unknown> {
    this.announce(attempt);
    const limit = new TimeLimit(attempt);
    try {
      const result =
        task.options.isolation === 'thread'
          ? await this.threads.run(attempt, () => limit.start())
          : await this.inline(task, payload, attempt, limit);
      return checkedResult(result, this.config.maxResultBytes);
    } finally {
      limit.end();
    }
  }

  private inline({ handler }: RegisteredTask, payload: object, attempt: Attempt, limit: TimeLimit) {
    limit.start();
    return this.loop.during(attempt, () =>
      runningTask.run(attempt.lineage, () => handler.run(payload, attempt.context)),
    );
  }

  private announce(attempt: Attempt): void {
    const { id, name, queue, number, waitMs } = attempt;
    this.changes.announce(id);
    const started = { id, name, queue, attempt: number };
    this.events.emit('task.started', waitMs === undefined ? started : { ...started, waitMs });
  }
}

/** Tells an attempt to stop when its time is over. A thread counts from when there is one. */
class TimeLimit {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly attempt: Attempt) {}

  start(): void {
    const { timeoutMs } = taskOptionsOf(this.attempt.job);
    if (timeoutMs === undefined) return;
    this.timer = setTimeout(() => this.attempt.stop(new TimeoutError(timeoutMs)), timeoutMs);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
