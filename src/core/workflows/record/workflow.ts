import type { RunningTask } from '../../task/running-task.js';
import type { TaskStatus } from '../../task/task-status.js';
import type { HookName, IfFailed } from '../definition/workflow-definition.js';

/**
 * The status of a workflow. PENDING: nothing has ended yet. STARTED: some steps have ended. SUCCESS: all that count have
 * succeeded. FAILURE: a step with `if_failed: "fail"` failed. REVOKED: it was cancelled before it was done.
 */
export type WorkflowStatus = Exclude<TaskStatus, 'RETRY'>;

export const workflowStatuses = [
  'PENDING',
  'STARTED',
  'SUCCESS',
  'FAILURE',
  'REVOKED',
] as const satisfies readonly WorkflowStatus[];

/** All of a workflow that never changes. Stored as JSON. */
export interface WorkflowFacts {
  readonly name: string | null;
  readonly tags: readonly string[];
  /** ms since 1970 */
  readonly createdAt: number;
  /** Number of steps; the items of an `each` come on top. */
  readonly steps: number;
  readonly hooks: readonly HookName[];
  readonly submittedBy: string | null;
  /** The running task that started it. */
  readonly parent: Pick<RunningTask, 'id' | 'rootId'> | null;
  /** How many workflows it is nested in, by tasks that were replaced by it. */
  readonly depth: number;
}

/** All of a step that never changes. Stored as JSON. */
export interface StepFacts {
  readonly name: string;
  readonly task: string;
  /** The numbers of its parents. */
  readonly parents: readonly number[];
  /** The list of an `each`, or the reference to it, as written; encrypted for a task with secrets. */
  readonly each?: unknown;
  /** Set for an item: the number of its `each` step. */
  readonly itemOf?: number;
}

/** A step or a hook at one moment. Times are in ms since 1970. */
export interface StepSnapshot {
  readonly name: string;
  readonly task: string;
  readonly queue: string;
  readonly taskId: string;
  readonly parents: readonly string[];
  readonly ifFailed: IfFailed;
  readonly status: TaskStatus;
  /** True if it is REVOKED because a step before it failed with `if_failed: "skip"`. */
  readonly isSkipped: boolean;
  /** Of a step with `each`: the start of its first item. */
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Set for an item of an `each`: the name of that step. */
  readonly itemOf: string | null;
  /** Set for a step with `each`, once its list is known. */
  readonly items: ItemCounts | null;
}

/** The items of an `each`. */
export interface ItemCounts {
  readonly total: number;
  readonly ended: number;
}

/** A workflow at one moment, without its steps. Times are in ms since 1970. */
export interface WorkflowSnapshot extends Omit<WorkflowFacts, 'steps'> {
  readonly id: string;
  readonly status: WorkflowStatus;
  readonly finishedAt: number | null;
  /** The reason of the cancel, if there was one. */
  readonly revokeReason: string | null;
  readonly webhookUrl: string | null;
  /** Number of steps and items, and of those that have not ended. */
  readonly steps: number;
  readonly open: number;
}
