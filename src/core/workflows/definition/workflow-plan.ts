import type { SubmitOptions } from '../../task/options/submit-options.js';
import type { RegisteredTask } from '../../task/task-registry.js';
import type { HookName, IfFailed } from './workflow-definition.js';

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
  /** With references: as written, to be resolved and then parsed. Without: complete, as a single submit stores it. */
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
  /** A list, with or without references, or a reference to one: as written, to be resolved. */
  readonly each?: unknown;
}

export interface PlanLimits {
  /** Clients (`outside`) do not know internal tasks. */
  readonly source: 'code' | 'outside';
  /** Of one payload. With references, its size is known only when they are resolved. */
  readonly maxPayloadBytes: number;
}
