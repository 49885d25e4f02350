import type { RunningTask } from './running-task.js';

/**
 * The source of submitted work, passed explicitly from the request to the queue until Node 24. AsyncLocalStorage could
 * do this automatically, but on Node 20 and 22 it slows down every promise of the process, by a fifth of a submit.
 *
 * A running task needs no context for its own submits: they have the task as their parent and inherit its key's name.
 */
export interface SubmitContext {
  /** Name of the request's API key. Omitted without keys. */
  readonly submittedBy?: string | undefined;
  /** Generates the ids of the tasks: `idsFrom` if the work may be submitted again. Default: new ids. */
  readonly nextId?: (() => string) | undefined;
  /** Time of the submit, in ms since 1970. Default: the time in the id. */
  readonly at?: number | undefined;
  /** The task that caused the work, if it is no longer running. */
  readonly parent?: RunningTask | undefined;
}
