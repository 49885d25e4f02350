import type { TaskEvent } from './task-event.js';
import type { TaskSnapshot } from '../task-snapshot.js';

/** The result of a task as it is read: JSON has `null` for a `run` that returns nothing. */
export type ResultOf<R> = R extends Nothing ? null : R;

type Nothing = ReturnType<() => void>;

/** Limits of a wait for a result. */
export interface ResultOptions {
  /** Longest wait; 0 looks once. Default: no limit. */
  readonly timeoutMs?: number;
  /** Ends the wait with its reason. The task goes on. Default: none. */
  readonly signal?: AbortSignal;
}

/** Stands for a submitted task in code, like Celery's AsyncResult. It holds an id, and asks the broker when it is used. */
export interface TaskHandle<R = unknown> {
  readonly id: string;

  /**
   * The current state: status, progress, attempts, error. A task whose retention is over is read from the history.
   *
   * @throws TaskNotFoundError, HistoryUnavailableError, BrokerUnavailableError
   */
  state: () => Promise<TaskSnapshot>;

  /**
   * Waits until the task has ended. A change of the task wakes the wait, which also reads the task every 3 s in case a
   * message is lost. An outage of the broker interrupts it only until the broker is back.
   *
   * Inside a running task the wait occupies a place of its worker. If all places wait for tasks of the same queue, none
   * of these ever starts: use a workflow or `replaceWith`, or give `timeoutMs` and `context.signal`.
   *
   * @returns the result
   * @throws TaskFailedError with the type and message of the task's last error, if it ended as FAILURE
   * @throws TaskRevokedError if it was cancelled, has expired or was replaced
   * @throws ResultTimeoutError after `timeoutMs`; the task goes on
   * @throws the reason of `signal`
   * @throws TaskNotFoundError, HistoryUnavailableError, BrokerUnavailableError
   */
  result: (options?: ResultOptions) => Promise<ResultOf<R>>;

  /**
   * The current state, all lines of the log so far, and then each change. The last event is `result`, when the task has
   * ended. States that follow each other quickly are skipped, and so is progress that was not read in time.
   *
   * @param options.signal ends the iteration by throwing its reason
   * @throws TaskNotFoundError, HistoryUnavailableError, BrokerUnavailableError
   */
  events: (options?: Pick<ResultOptions, 'signal'>) => AsyncIterableIterator<TaskEvent>;

  /**
   * Cancels the task: a waiting one is REVOKED at once, a running one is asked to stop.
   *
   * @returns the task afterwards
   * @throws StateConflictError if it has ended; TaskNotFoundError, TaskArchivedError, BrokerUnavailableError
   */
  cancel: (reason?: string) => Promise<TaskSnapshot>;
}

/** A stored task, as the API shows it. */
export interface StoredTask extends TaskSnapshot {
  /** True if `deduplicate` found an equal existing task: this is that task, and nothing was stored. */
  readonly isDuplicate: boolean;
}

/** The handle that a submit returns. */
export interface SubmittedTask<R = unknown> extends TaskHandle<R> {
  /** The task when it was stored, or as it was found; `state()` reads it again. */
  readonly snapshot: StoredTask;
  /** True if `deduplicate` or `key` found an existing task: this is that task, and nothing was stored. */
  readonly isDuplicate: boolean;
}
