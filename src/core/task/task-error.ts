export interface TaskError {
  /** The class of the error, e.g. `RangeError`. */
  readonly type: string;
  readonly message: string;
}

/** One failed attempt, as it stays readable with its task. Times are RFC 3339. */
export interface AttemptError {
  readonly attempt: number;
  readonly worker: string;
  readonly started_at: string;
  readonly ended_at: string;
  /** The class of the error, e.g. `RangeError`. */
  readonly type: string;
  readonly message: string;
}
