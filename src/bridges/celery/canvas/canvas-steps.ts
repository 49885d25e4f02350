import type { CeleryCall } from '../calls/celery-call.js';
import type { PythonError, ResultTuple } from '../protocol/result-meta.js';

/** The end of a task, as far as its canvas needs to know it. */
export type CanvasEnd =
  | { readonly state: 'SUCCESS'; readonly value: unknown }
  | { readonly state: 'FAILURE' | 'REVOKED'; readonly error: PythonError; readonly traceback: string | null };

/**
 * The steps of Celery's canvas at the end of a task. All may be repeated: the same end sends the same messages.
 * A step that can never work is logged; one that can be tried again rejects with CeleryUnavailableError. This class is the token.
 */
export abstract class CanvasSteps {
  /** Sends the callbacks and the next step of the chain, and returns what was sent. Called before the result is stored. */
  abstract succeeded(call: CeleryCall, value: unknown): Promise<readonly ResultTuple[]>;
  /** Counts the task as a part of its chord, and ends later steps that will not run. Called after the result is stored. */
  abstract ended(call: CeleryCall, end: CanvasEnd): Promise<void>;
}
