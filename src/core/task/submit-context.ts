import type { RunningTask } from './running-task.js';

/**
 * Where work comes from. Handed on by those who know it, from the request to the queue: AsyncLocalStorage would do it by
 * itself, and before Node 24 cost each promise of the process, a fifth of a submit.
 *
 * What a task submits while it runs needs none: it has the task as its parent, and carries its name.
 */
export interface SubmitContext {
  /** The name of the API key of the request. Left out where there are no keys. */
  readonly submittedBy?: string | undefined;
  /** Makes the ids of the tasks: `idsFrom` where the work may be handed in again. Default: new ones. */
  readonly nextId?: (() => string) | undefined;
  /** The task that the work follows from, where that does not run any more. */
  readonly parent?: RunningTask | undefined;
}
