import { Injectable } from '@nestjs/common';
import { WorkerOptions } from '../worker-options.js';
import { TaskChanges } from '../../core/watch/task-changes.js';
import { TimeoutError } from '../../core/task/task-outcome.js';
import type { RegisteredTask } from '../../core/task/task-registry.js';
import { longTimer } from '../../platform/timing/long-timer.js';
import type { Attempt } from '../attempt/attempt.js';
import { NestedWork, type NestedResult } from '../nested/nested-work.js';
import { Isolation } from '../isolation/isolation.js';
import { checkedResult } from '../attempt/json-result.js';
import { RunnerEvents } from '../attempt/runner-events.js';

/** Calls `run` with its time limit. */
@Injectable()
export class Execution {
  constructor(
    private readonly isolation: Isolation,
    private readonly changes: TaskChanges,
    private readonly events: RunnerEvents,
    private readonly nested: NestedWork,
    private readonly options: WorkerOptions,
  ) {}

  /**
   * Goes on with a task that consists of other tasks.
   *
   * @returns undefined for a task that runs itself, as most do
   * @throws ParkedError if it has to wait for them
   */
  resume(attempt: Attempt): Promise<NestedResult> | undefined {
    return this.nested.resume(attempt)?.then(({ result }) => {
      this.announce(attempt);
      return { result: checkedResult(result, this.options.maxResultBytes) };
    });
  }

  /**
   * @returns the result as plain JSON
   * @throws the error of `run`, ResultError, ThreadDiedError, ProcessDiedError
   * @throws HeldError if it cannot run now where it must
   * @throws ParkedError if it has replaced itself by a workflow
   */
  async run(task: RegisteredTask, payload: object, attempt: Attempt): Promise<unknown> {
    attempt.retryRules = task.options;
    this.announce(attempt);
    const limit = new TimeLimit(attempt);
    try {
      const result = await this.isolation.run(task, payload, attempt, () => limit.start());
      if (this.isolation.isApart(task, attempt)) return result;
      return checkedResult(result, this.options.maxResultBytes);
    } catch (error) {
      return await this.nested.ifReplaced(attempt, error);
    } finally {
      limit.end();
    }
  }

  private announce(attempt: Attempt): void {
    const { id, name, queue, number, waitMs, isSuspect, step } = attempt;
    attempt.hasStarted = true;
    this.changes.announce(id, step?.workflowId);
    this.events.publish('task.started', {
      id,
      name,
      queue,
      attempt: number,
      waitMs,
      isQuarantined: isSuspect,
    });
  }
}

/** Asks an attempt to stop when its time is over. The time starts when a thread or process is available. */
class TimeLimit {
  private stopTimer: () => void = () => undefined;

  constructor(private readonly attempt: Attempt) {}

  start(): void {
    const { timeoutMs } = this.attempt;
    if (timeoutMs === undefined) return;
    this.attempt.deadline = Date.now() + timeoutMs;
    this.stopTimer = longTimer(() => this.attempt.stop(new TimeoutError(timeoutMs)), timeoutMs);
  }

  end(): void {
    this.stopTimer();
  }
}
