import { Injectable } from '@nestjs/common';
import {
  BrokerUnavailableError,
  Cancellation,
  HistoryUnavailableError,
  isFinal,
  StateConflictError,
  TaskActions,
  TaskNotFoundError,
  type TaskSnapshot,
  type TaskStatus,
} from '../../core/index.js';

const WAITING = ['PENDING', 'RETRY'] as const satisfies TaskStatus[];
const FINAL = ['SUCCESS', 'FAILURE', 'REVOKED'] as const satisfies TaskStatus[];

/**
 * The states to which each verb applies, and those it applies to by default: a cancelled task was meant to be
 * cancelled.
 */
const STATES = {
  retry: { all: ['FAILURE', 'REVOKED'], usual: ['FAILURE'] },
  cancel: { all: [...WAITING, 'STARTED'], usual: [...WAITING, 'STARTED'] },
  delete: { all: FINAL, usual: FINAL },
  'revoke-waiting': { all: WAITING, usual: WAITING },
  drain: { all: WAITING, usual: WAITING },
  purge: { all: [...WAITING, ...FINAL], usual: [...WAITING, ...FINAL] },
} as const satisfies Record<string, Record<'all' | 'usual', readonly TaskStatus[]>>;

/**
 * Actions on many tasks:
 *
 * - `retry`: run failed tasks again
 * - `cancel`: revoke waiting tasks, and ask running ones to stop
 * - `delete`: delete final tasks
 * - `revoke-waiting`: revoke waiting tasks; running ones continue
 * - `drain`: former name of `revoke-waiting`
 * - `purge`: revoke waiting tasks and delete final ones; running ones continue
 */
export type BulkVerb = keyof typeof STATES;

// The keys of a record of every verb are the verbs.
export const bulkVerbs = Object.keys(STATES) as BulkVerb[];

/** States to which a verb applies: the named one, otherwise the default ones. */
export function statesOf(verb: BulkVerb, named?: TaskStatus): readonly TaskStatus[] {
  return named === undefined ? STATES[verb].usual : [named];
}

/** All states that may be named with a verb. */
export function possibleStates(verb: BulkVerb): readonly TaskStatus[] {
  return STATES[verb].all;
}

/** `skipped`: the task had changed its state and was left alone. */
export type StepEnd = 'done' | 'skipped' | Error;

/** A task to be acted on, saved beforehand. */
export interface Planned {
  readonly id: string;
  /** ms since 1970; null if the task was not final. */
  readonly finishedAt: number | null;
}

/** Applies a bulk action to one task, in the state in which it was read, once. */
@Injectable()
export class BulkStep {
  constructor(
    private readonly cancellation: Cancellation,
    private readonly actions: TaskActions,
  ) {}

  /**
   * @param reason for revoked tasks
   * @returns an error if the action is impossible for such a task
   * @throws BrokerUnavailableError, HistoryUnavailableError: the action may or may not have been done
   */
  async act(verb: BulkVerb, task: TaskSnapshot, reason: string): Promise<StepEnd> {
    try {
      if (isFinal(task.status)) return await this.actOnFinal(verb, task);
      const outcome = await this.cancellation.cancelAs(
        task,
        reason,
        verb === 'cancel' ? undefined : 'running',
      );
      const isDone = outcome === 'revoked' || (verb === 'cancel' && outcome === 'running');
      return isDone ? 'done' : 'skipped';
    } catch (error) {
      if (error instanceof StateConflictError || error instanceof TaskNotFoundError) return 'skipped';
      if (isPassing(error) || !(error instanceof Error)) throw error;
      return error;
    }
  }

  /**
   * Acts on a task planned by an attempt that died before it recorded the outcome. An action that was done is not
   * repeated.
   *
   * @param task its current state; undefined if it is gone
   */
  async actAgain(
    verb: BulkVerb,
    planned: Planned,
    task: TaskSnapshot | undefined,
    reason: string,
  ): Promise<StepEnd> {
    const mayBeArchived = verb === 'delete' || (verb === 'purge' && planned.finishedAt !== null);
    if (task === undefined && mayBeArchived) return this.deleteRest(planned);
    const end = planned.finishedAt === null ? ofWaiting(verb, task) : ofFinal(verb, planned.finishedAt, task);
    return typeof end === 'string' ? end : this.act(verb, end, reason);
  }

  /** Deletes a task that the broker does not have, from the history. */
  async deleteArchived(id: string): Promise<StepEnd> {
    try {
      await this.actions.remove(id);
      return 'done';
    } catch (error) {
      if (error instanceof StateConflictError || error instanceof TaskNotFoundError) return 'skipped';
      throw error;
    }
  }

  /** The attempt may have died when the task was deleted from the broker, and not yet from the history. */
  private async deleteRest({ id, finishedAt }: Planned): Promise<StepEnd> {
    const end = await this.deleteArchived(id);
    return end === 'skipped' && finishedAt !== null ? 'done' : end;
  }

  private async actOnFinal(verb: BulkVerb, task: TaskSnapshot): Promise<'done'> {
    if (verb === 'retry') await this.actions.retryAs(task, [task.status]);
    else await this.actions.removeAs(task, [task.status]);
    return 'done';
  }
}

/** True if a later attempt may succeed. */
function isPassing(error: unknown): boolean {
  return error instanceof BrokerUnavailableError || error instanceof HistoryUnavailableError;
}

/** The outcome for a task that was not final; the task itself if the action is still due. */
function ofWaiting(verb: BulkVerb, task: TaskSnapshot | undefined): TaskSnapshot | 'done' | 'skipped' {
  if (task?.status === 'REVOKED') return 'done';
  if (task === undefined || isFinal(task.status)) return 'skipped';
  return verb === 'cancel' && task.cancelRequestedAt !== null ? 'done' : task;
}

/** The outcome for a task that was final. Another end, or none, belongs to a later run. */
function ofFinal(
  verb: BulkVerb,
  finishedAt: number,
  task: TaskSnapshot | undefined,
): TaskSnapshot | 'done' | 'skipped' {
  if (task?.finishedAt === finishedAt) return task;
  const wasGone = task === undefined;
  return wasGone === (verb !== 'retry') ? 'done' : 'skipped';
}
