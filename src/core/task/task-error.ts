export interface TaskError {
  /** The class of the error, e.g. `RangeError`. */
  readonly type: string;
  readonly message: string;
}

/** A failed attempt, kept with its task. Times are RFC 3339. */
export interface AttemptError {
  readonly attempt: number;
  readonly worker: string;
  readonly started_at: string;
  readonly ended_at: string;
  /** The class of the error, e.g. `RangeError`. */
  readonly type: string;
  readonly message: string;
}
