import type { SubmitOptions } from '../../task/options/submit-options.js';

/** The most steps of one workflow. */
export const MAX_STEPS = 10_000;
/** The most bytes of one workflow's definition as JSON. */
export const MAX_DEFINITION_BYTES = 8 * 1_048_576;
/** The most items of an `each`, written in the definition or found at run time. */
export const MAX_EACH_ITEMS = 10_000;
/** The most bytes of the payloads of these items together as JSON: each is a copy of the payload of the step. */
export const MAX_EACH_BYTES = 64 * 1_048_576;
/** The most steps and items of one workflow together: otherwise a small request could store millions of tasks. */
export const MAX_STEPS_AND_ITEMS = 100_000;

/** Names of steps and of workflows. */
export const STEP_NAME = /^[a-z0-9][a-z0-9_.-]{0,63}$/i;

/**
 * What happens to the steps after one that failed for good:
 *
 * - `fail`: the workflow is FAILURE, and what has not started is REVOKED
 * - `continue`: they run, and read `{ "$error": { type, message } }` in place of the result
 * - `skip`: they are skipped, and the rest of the workflow goes on
 */
export const ifFailedModes = ['fail', 'continue', 'skip'] as const;

/** What happens to a workflow when a step fails. */
export type IfFailed = (typeof ifFailedModes)[number];

/**
 * A workflow as a caller writes it: a graph of named steps. Step B runs after step A if B names A in `after`, or
 * refers to A's result (`references.ts`).
 */
export interface WorkflowDefinition {
  /** Default: none. */
  readonly name?: string;
  /** Labels to find the workflow by. Default: none. */
  readonly tags?: readonly string[];
  /** Time for which the workflow and the results of its steps stay readable after its end. */
  readonly retentionMs?: number;
  /** Receives the ended workflow as a signed webhook. Default: none. */
  readonly webhookUrl?: string;
  /** The steps by name, 1 to MAX_STEPS. */
  readonly steps: Readonly<Record<string, StepDefinition>>;
  /** Submitted once if every step that counts has succeeded. */
  readonly onSuccess?: HookDefinition;
  /** Submitted once if the workflow has failed or was cancelled. */
  readonly onFailure?: HookDefinition;
  /** Submitted once at the end, whatever it is. */
  readonly onEnd?: HookDefinition;
}

/** One step: a task that is submitted when every step before it has ended. */
export interface StepDefinition {
  /** The name of the task. */
  readonly task: string;
  /** The payload, with references in any place. Default: `{}`. */
  readonly payload?: unknown;
  /** Options of the submit. `delayMs` counts from the time at which the step may start. */
  readonly options?: SubmitOptions;
  /** Steps that must end first although their results are not used. Default: none. */
  readonly after?: readonly string[];
  /**
   * Runs the task once for each item of this list, or of the list that this reference finds; payloads refer to the item
   * by `$item`. The result of the step is the list of results, in order. Default: the task runs once.
   */
  readonly each?: unknown;
  /** Default: `fail`. */
  readonly ifFailed?: IfFailed;
}

/** A task that is submitted at the end of the workflow. Its payload may also refer to the workflow by `$workflow`. */
export interface HookDefinition {
  readonly task: string;
  readonly payload?: unknown;
  readonly options?: SubmitOptions;
}

export const hookNames = ['onSuccess', 'onFailure', 'onEnd'] as const;

export type HookName = (typeof hookNames)[number];

/** The names of hooks in JSON. */
export const hookJsonNames = {
  onSuccess: 'on_success',
  onFailure: 'on_failure',
  onEnd: 'on_end',
} as const satisfies Record<HookName, string>;
