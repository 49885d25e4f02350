import { Injectable } from '@nestjs/common';
import { CompletionListeners } from '../../core/lifetime/completion-listeners.js';
import { ReplaceTask, TaskCancelledError, TimeoutError } from '../../core/task/task-outcome.js';
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
    private readonly listeners: CompletionListeners,
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

  /**
   * Rethrows what `run` threw, or starts the workflow that it asked for. A task that was asked to stop starts none; one
   * that is cancelled or out of time by now takes its workflow with it.
   *
   * @throws ParkedError
   */
  async ifReplaced(attempt: Attempt, thrown: unknown): Promise<never> {
    if (!(thrown instanceof ReplaceTask) || attempt.stopReason !== undefined) throw thrown;
    const workflowId = await orSnooze(this.replaced.replace(attempt, thrown));
    const end = endOf(attempt);
    if (end) await orSnooze(this.listeners.forSteps().cancelWorkflow(workflowId, end.message));
    throw this.replaced.parked(attempt, workflowId);
  }
}

/** The reason why the attempt is over, if another one does not simply repeat it. */
function endOf({ stopReason }: Attempt): Error | undefined {
  const isOver = stopReason instanceof TaskCancelledError || stopReason instanceof TimeoutError;
  return isOver ? stopReason : undefined;
}

async function asResult(result: Promise<unknown>): Promise<NestedResult> {
  return { result: await result };
}
