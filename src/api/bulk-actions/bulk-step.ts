import { Injectable } from '@nestjs/common';
import { Cancellation } from '../../core/act/cancellation.js';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { StateConflictError, TaskNotFoundError } from '../../core/task/queue.errors.js';
import { TaskActions } from '../../core/act/task-actions.js';
import type { TaskSnapshot } from '../../core/task/task-snapshot.js';
import { type TaskStatus, isFinal } from '../../core/task/task-status.js';

const WAITING = ['PENDING', 'RETRY'] as const satisfies TaskStatus[];
const FINAL = ['SUCCESS', 'FAILURE', 'REVOKED'] as const satisfies TaskStatus[];

/** In which states each verb acts on tasks, and in which where none is named: what was cancelled was meant to be. */
const STATES = {
  retry: { all: ['FAILURE', 'REVOKED'], usual: ['FAILURE'] },
  cancel: { all: [...WAITING, 'STARTED'], usual: [...WAITING, 'STARTED'] },
  delete: { all: FINAL, usual: FINAL },
  'revoke-waiting': { all: WAITING, usual: WAITING },
  drain: { all: WAITING, usual: WAITING },
  purge: { all: [...WAITING, ...FINAL], usual: [...WAITING, ...FINAL] },
} as const satisfies Record<string, Record<'all' | 'usual', readonly TaskStatus[]>>;

/**
 * What can be done to many tasks:
 *
 * - `retry`: run what failed again
 * - `cancel`: revoke what waits, and tell what runs to stop
 * - `delete`: forget what is final
 * - `revoke-waiting`: revoke what waits; what runs goes on
 * - `drain`: the former name of `revoke-waiting`
 * - `purge`: revoke what waits, and forget what is final; what runs goes on
 */
export type BulkVerb = keyof typeof STATES;

// The keys of a record of every verb are the verbs.
export const bulkVerbs = Object.keys(STATES) as BulkVerb[];

/** The states of the tasks that a verb is for: the one that is named, else those that it usually is for. */
export function statesOf(verb: BulkVerb, named?: TaskStatus): readonly TaskStatus[] {
  return named === undefined ? STATES[verb].usual : [named];
}

/** All states that may be named with a verb. */
export function possibleStates(verb: BulkVerb): readonly TaskStatus[] {
  return STATES[verb].all;
}

/** `skipped`: it had moved on, and was left alone. */
export type StepEnd = 'done' | 'skipped' | Error;

/** A task that is going to be acted on, as it is noted before. */
export interface Planned {
  readonly id: string;
  /** ms since 1970; null: it was not final. */
  readonly finishedAt: number | null;
}

/** Does to one of many tasks what is done to all of them. Each is acted on as it was read, once. */
@Injectable()
export class BulkStep {
  constructor(
    private readonly cancellation: Cancellation,
    private readonly actions: TaskActions,
  ) {}

  /**
   * @param reason of what is revoked
   * @returns an error when it could be done to no task like this one
   * @throws BrokerUnavailableError: it may be done or not
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
      if (error instanceof BrokerUnavailableError || !(error instanceof Error)) throw error;
      return error;
    }
  }

  /**
   * The same for a task that was planned by an attempt that died before it could say what came of it: what has been done
   * is not done again.
   *
   * @param task as it is now; undefined: it is gone
   */
  async actAgain(
    verb: BulkVerb,
    planned: Planned,
    task: TaskSnapshot | undefined,
    reason: string,
  ): Promise<StepEnd> {
    const end = planned.finishedAt === null ? ofWaiting(verb, task) : ofFinal(verb, planned.finishedAt, task);
    return typeof end === 'string' ? end : this.act(verb, end, reason);
  }

  private async actOnFinal(verb: BulkVerb, task: TaskSnapshot): Promise<'done'> {
    if (verb === 'retry') await this.actions.retryAs(task, [task.status]);
    else await this.actions.removeAs(task, [task.status]);
    return 'done';
  }
}

/** What came of one that was not final; the task itself, where it is still to be acted on. */
function ofWaiting(verb: BulkVerb, task: TaskSnapshot | undefined): TaskSnapshot | 'done' | 'skipped' {
  if (task?.status === 'REVOKED') return 'done';
  if (task === undefined || isFinal(task.status)) return 'skipped';
  return verb === 'cancel' && task.cancelRequestedAt !== null ? 'done' : task;
}

/** The same for one that was final: a later end, or none, is that of a further run. */
function ofFinal(
  verb: BulkVerb,
  finishedAt: number,
  task: TaskSnapshot | undefined,
): TaskSnapshot | 'done' | 'skipped' {
  if (task?.finishedAt === finishedAt) return task;
  const wasGone = task === undefined;
  return wasGone === (verb !== 'retry') ? 'done' : 'skipped';
}
