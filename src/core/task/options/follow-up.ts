/** A final task, as the payload of its follow-up can see it. */
export interface FollowedTask<R = unknown> {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  /** Number of the last attempt. */
  readonly attempt: number;
  readonly tags: readonly string[];
  readonly rootId: string;
  readonly submittedBy: string | null;
  /** As it was submitted, with `[redacted]` in place of each secret. */
  readonly payload: unknown;
  /** Null after a failure. */
  readonly result: R;
  /** Null after a success. */
  readonly error: FinalError | null;
}

/** The last error of a task that has failed. */
export interface FinalError {
  /** The class of the error, e.g. `RangeError`. */
  readonly type: string;
  readonly message: string;
}

/**
 * A task to submit after the end of another, with a payload that is made then. Made by `follow`.
 *
 * @template V the result, or the error
 */
export interface FollowUp<in V> {
  readonly task: new (...dependencies: never[]) => object;
  /** Makes the payload from the result, or the error. */
  readonly payload: (value: V, task: FollowedTask) => object;
}

/**
 * A task to submit after the end of another, as JSON: the payload may refer to the ended task. Made by `followWith`.
 */
export interface FollowUpDefinition {
  readonly task: string;
  readonly payload: object;
}

/** The follow-ups of one submit, instead of those of the @Task. */
export interface FollowUpOptions {
  readonly onSuccess?: FollowUpDefinition;
  readonly onFailure?: FollowUpDefinition;
}

/** When a follow-up is due. */
export type FollowUpKind = keyof FollowUpOptions;

/** The follow-ups as they are stored with a task. `true` stands for that of its @Task, whose function cannot be stored. */
export type StoredFollowUps = { readonly [Kind in FollowUpKind]?: FollowUpDefinition | true };

/**
 * As text: BullMQ's script would turn the empty lists of an object into objects, drop nulls, and round numbers.
 *
 * @returns undefined for most tasks: they have no follow-up
 */
export function storedFollowUps(
  task: { readonly [Kind in FollowUpKind]?: unknown },
  call: FollowUpOptions,
): string | undefined {
  const onSuccess = call.onSuccess ?? (task.onSuccess === undefined ? undefined : true);
  const onFailure = call.onFailure ?? (task.onFailure === undefined ? undefined : true);
  if (onSuccess === undefined && onFailure === undefined) return undefined;
  return JSON.stringify({ onSuccess, onFailure } satisfies StoredFollowUps);
}

/** Also reads an object, as it was stored once. */
export function readFollowUps(stored: string | StoredFollowUps | undefined): StoredFollowUps | null {
  return typeof stored === 'string' ? (JSON.parse(stored) as StoredFollowUps) : (stored ?? null);
}

/** The follow-ups that a submit had chosen, for its replay. */
export function chosenFollowUps(stored: string | StoredFollowUps | undefined): FollowUpOptions {
  const { onSuccess, onFailure } = readFollowUps(stored) ?? {};
  return {
    ...(typeof onSuccess === 'object' && { onSuccess }),
    ...(typeof onFailure === 'object' && { onFailure }),
  };
}
