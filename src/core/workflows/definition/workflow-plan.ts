import type { SubmitOptions } from '../../task/options/submit-options.js';
import type { RegisteredTask, TaskRegistry } from '../../task/task-registry.js';
import type { HookName, IfFailed, WorkflowDefinition } from './workflow-definition.js';

/** A definition that has passed every check, ready to be stored. */
export interface WorkflowPlan {
  readonly name: string | null;
  readonly tags: readonly string[];
  readonly retentionMs?: number;
  readonly webhookUrl?: string;
  /** Every step after all of its parents; a definition that is in such an order keeps it. */
  readonly steps: readonly PlannedStep[];
  readonly hooks: Readonly<Partial<Record<HookName, PlannedHook>>>;
}

/** A task to submit at the end of the workflow. */
export interface PlannedHook {
  readonly task: RegisteredTask;
  /** With references: as written. Without: parsed by the task's DTO, and free of `$literal`. */
  readonly payload: object;
  readonly hasReferences: boolean;
  readonly options: SubmitOptions;
}

/** A task to submit when all of its parents have ended. */
export interface PlannedStep extends PlannedHook {
  readonly name: string;
  /** The steps that must end first, from `after` and from references, without duplicates. */
  readonly parents: readonly string[];
  readonly ifFailed: IfFailed;
  /** A list or a reference to one, as written. */
  readonly each?: unknown;
}

/** Who defines the workflow, and what one payload may weigh. */
export interface PlanLimits {
  /** Internal tasks (`isInternal`) are known to this codebase only. */
  readonly source: 'code' | 'outside';
  readonly maxPayloadBytes: number;
}

/**
 * Checks a whole definition.
 *
 * @throws InvalidWorkflowError with every mistake that was found
 */
export function planOf(
  _definition: WorkflowDefinition,
  _registry: TaskRegistry,
  _limits: PlanLimits,
): WorkflowPlan {
  throw new Error('follows with the next commits');
}
