import type { WorkState } from '../ticking/tick-plan.js';
import type { Schedule, ScheduleDefinition, SealedDefinition } from '../schedule.js';

/** One submit of a schedule. */
export interface TickWork<Definition extends SealedDefinition = SealedDefinition> {
  readonly schedule: Schedule & { readonly definition: Definition };
  /** The id under which it is stored: submitted twice, it exists once. */
  readonly id: string;
  /** ms since 1970. Default: now. */
  readonly at?: number;
}

/** The id of submitted work: of a task or of a workflow. Both are null if nothing was submitted. */
export interface WorkId {
  readonly taskId: string | null;
  readonly workflowId: string | null;
}

/** The answer to a submit: the id of the work, or why it is not stored. */
export type WorkOutcome = WorkId | RefusedWork;

export interface RefusedWork {
  readonly refused: WorkRefusal;
}

export interface WorkRefusal {
  /** `skipped`: the moment is wrong (a closed queue). `failed`: the schedule is (a payload that its task refuses). */
  readonly outcome: 'skipped' | 'failed';
  readonly reason: string;
}

/** One kind of work that schedules submit: tasks, or workflows. The ticker knows no more of it than this. */
export interface ScheduledKind<Definition extends ScheduleDefinition, Sealed extends SealedDefinition> {
  /**
   * Checks a definition and encrypts its secrets.
   *
   * @param isOwn whether it is declared in code, which may name internal tasks
   * @throws InvalidScheduleError, InvalidInputError for the payload, InvalidWorkflowError, and the errors of a submit
   */
  seal(definition: Definition, isOwn: boolean): Sealed;
  /** The name of a task that this process does not know, so that it cannot submit; another one may be newer. */
  unknownTask(definition: Sealed): string | undefined;
  /** States by id, without those that do not exist. */
  look(ids: readonly string[]): Promise<ReadonlyMap<string, WorkState>>;
  /** In order. @throws BrokerUnavailableError: each may or may not be stored */
  submit(works: readonly TickWork<Sealed>[]): Promise<WorkOutcome[]>;
  /** Cancels what has not ended. */
  cancel(ids: readonly string[], reason: string): Promise<void>;
}

/** The id as that of the kind of work that a schedule submits. */
export function workIdOf({ workflow }: SealedDefinition, id: string): WorkId {
  return workflow === undefined ? { taskId: id, workflowId: null } : { taskId: null, workflowId: id };
}

export const NO_WORK: WorkId = { taskId: null, workflowId: null };
