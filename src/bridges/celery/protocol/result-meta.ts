/** Celery's states. PENDING is never stored: it is a missing key. */
export type CeleryState = 'STARTED' | 'PROGRESS' | 'RETRY' | 'SUCCESS' | 'FAILURE' | 'REVOKED';

/** An exception that Python makes again from its module, name and arguments. */
export interface PythonError {
  readonly type: string;
  readonly module: string;
  readonly args: readonly unknown[];
}

/** A result as a tuple: `[[id, parent], null]` for a task, `[[group id, parent], [tuple …]]` for a group. */
export type ResultTuple = readonly [readonly [string, ResultTuple | null], readonly ResultTuple[] | null];

/** The state of a task, as a client of Celery reads it. */
export interface ResultMeta {
  readonly id: string;
  readonly state: CeleryState;
  /** The value of SUCCESS, PROGRESS and STARTED; a PythonError for RETRY, FAILURE and REVOKED. */
  readonly result: unknown;
  readonly traceback: string | null;
  /** The tasks that it sent on success. */
  readonly children: readonly ResultTuple[];
  readonly groupId: string | null;
  readonly parentId: string | null;
  /** ms since 1970; null until it is final. */
  readonly doneAt: number | null;
  /** For CELERY_RESULT_EXTENDED; undefined otherwise. */
  readonly extended?: {
    readonly name: string;
    readonly args: readonly unknown[];
    readonly kwargs: Readonly<Record<string, unknown>>;
    readonly worker: string | null;
    readonly retries: number;
    readonly queue: string;
  };
}
