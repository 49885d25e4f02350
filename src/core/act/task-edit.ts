import { Injectable } from '@nestjs/common';
import { ChangeJob, type ChangeOutcome, type JobChange } from '../bullmq/scripts/change-job.js';
import { TaskReader } from '../search/task-reader.js';
import { JobPreparer } from '../submit/job-preparer.js';
import { PayloadSeals } from '../submit/payload-seals.js';
import { faultInSubmit } from '../task/options/option-checks.js';
import type { SubmitOptions } from '../task/options/submit-options.js';
import { InvalidOptionError, StateConflictError, TaskNotFoundError } from '../task/queue.errors.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';

/** New facts of a waiting task. Omitted ones stay as they are. */
export interface TaskChange extends Pick<SubmitOptions, 'priority' | 'delayMs' | 'tags'> {
  /** The whole payload, not validated yet. */
  readonly payload?: unknown;
  /** null: now. Not together with `delayMs`. */
  readonly runAt?: Date | null | undefined;
  /** null: never. */
  readonly expiresAt?: Date | null | undefined;
}

/** Changes a task that waits to run. */
@Injectable()
export class TaskEdit {
  constructor(
    private readonly tasks: TaskReader,
    private readonly preparer: JobPreparer,
    private readonly seals: PayloadSeals,
    private readonly jobs: ChangeJob,
  ) {}

  /**
   * Changes a PENDING task, or one that waits for its next attempt (RETRY): all of the change, or nothing. A worker that
   * takes the task runs it as it was before or as it is afterwards, and only in the second case this resolves.
   *
   * @throws TaskNotFoundError, TaskArchivedError
   * @throws StateConflictError if it runs, is final or waits for other tasks, or if its payload belongs to a workflow
   * @throws InvalidInputError, PayloadTooLargeError for the payload, UnknownTaskError if its task type is gone
   * @throws InvalidOptionError
   */
  async change(id: string, change: TaskChange): Promise<TaskSnapshot> {
    const task = await this.tasks.findLive(id, 'changed');
    if (isFinal(task.status)) throw conflict(task, 'final');
    const outcome = await this.jobs.run(task, this.jobChange(task, change));
    if (outcome === 'missing') throw new TaskNotFoundError(id);
    const { task: after } = await this.tasks.find(task.id);
    if (outcome !== 'done') throw conflict(after, outcome);
    return after;
  }

  private jobChange(task: TaskSnapshot, change: TaskChange): JobChange {
    const { priority, tags, runAt, expiresAt, delayMs } = change;
    const options = { priority, tags, delayMs, runAt: runAt ?? undefined, expiresAt: expiresAt ?? undefined };
    const fault = faultInSubmit(options);
    if (fault !== undefined) throw new InvalidOptionError(fault);
    return {
      ...{ priority, tags },
      payload: change.payload === undefined ? undefined : this.sealed(task, change.payload),
      runAt: delayMs === undefined ? timeOf(runAt, 0) : Date.now() + delayMs,
      expiresAt: timeOf(expiresAt, null),
    };
  }

  /** A step keeps the payload that its workflow makes for it. */
  private sealed({ id, status, name, workflowId }: TaskSnapshot, payload: unknown) {
    if (workflowId !== null)
      throw new StateConflictError(id, status, 'The payload of a step belongs to its workflow');
    const { task, payload: parsed } = this.preparer.checkPayload(name, payload);
    // Under the name with which it was submitted: by that name, which can be an alias, it is decrypted.
    return this.seals.seal({ ...task, name }, parsed);
  }
}

const WANTED = 'Only a task that waits to run can be changed';

const REASONS: Readonly<Record<Exclude<ChangeOutcome, 'done' | 'missing'>, string>> = {
  final: WANTED,
  running: WANTED,
  dependent: 'A task that waits for other tasks cannot be changed',
  'cannot-expire': 'Only a task that has never started can expire',
  moved: 'Another request changed the task at the same time',
};

function conflict({ id, status }: TaskSnapshot, outcome: keyof typeof REASONS): StateConflictError {
  return new StateConflictError(id, status, REASONS[outcome]);
}

function timeOf<T>(time: Date | null | undefined, ifNull: T): number | T | undefined {
  return time === null ? ifNull : time?.getTime();
}
