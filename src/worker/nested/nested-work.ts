import { Injectable } from '@nestjs/common';
import { ReplaceTask } from '../../core/task/task-outcome.js';
import type { Attempt } from '../attempt/attempt.js';
import { orHold, orSnooze } from './broker-away.js';
import { EachRun } from './each-run.js';
import { ReplacedTasks } from './replaced-tasks.js';

/** The result of a task that did not run itself, but waited for other tasks. */
export interface NestedResult {
  readonly result: unknown;
}

/** Tasks that consist of other tasks: steps with `each`, and tasks that replace themselves by a workflow. */
@Injectable()
export class NestedWork {
  constructor(
    private readonly each: EachRun,
    private readonly replaced: ReplacedTasks,
  ) {}

  /**
   * Goes on with such a task.
   *
   * @returns undefined for a task that runs itself, as most do
   * @throws ParkedError if it has to wait
   */
  resume(attempt: Attempt): Promise<NestedResult> | undefined {
    const { step, replacedBy } = attempt;
    if (replacedBy !== undefined) return asResult(orHold(this.replaced.resume(attempt, replacedBy)));
    if (step?.stepRole.isEach === true) return asResult(orHold(this.each.run(attempt, step)));
    return undefined;
  }

  /** Rethrows what `run` threw, or starts the workflow that it asked for. */
  async ifReplaced(attempt: Attempt, thrown: unknown): Promise<never> {
    if (thrown instanceof ReplaceTask) return orSnooze(this.replaced.replace(attempt, thrown));
    throw thrown;
  }
}

async function asResult(result: Promise<unknown>): Promise<NestedResult> {
  return { result: await result };
}
