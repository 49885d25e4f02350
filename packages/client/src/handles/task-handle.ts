import type { ResultOf, Task, TaskEvent, TaskWhy } from '../api-types.js';
import { TaskFailedError, TaskRevokedError } from '../errors.js';
import type { CallOptions, EventsOptions } from '../call-options.js';
import { type Connection, dataOf } from '../connection.js';
import type { WaitOptions } from './wait-for-end.js';

/** A submitted task. */
export interface TaskHandle<T = Task> {
  readonly id: string;
  /** The current task. */
  state(options?: CallOptions): Promise<T>;
  /**
   * Waits for the result.
   *
   * @throws TaskFailedError, TaskRevokedError, or ResultTimeoutError after `timeoutMs`
   */
  result(options?: WaitOptions): Promise<ResultOf<T>>;
  /** The events until the task is final. Reconnects by itself, without losing a line of the log. */
  events(options?: EventsOptions): AsyncGenerator<TaskEvent<T>>;
  /** Cancels it: a waiting task is REVOKED at once, a running one is asked to stop. */
  cancel(reason?: string, options?: CallOptions): Promise<T>;
  /** The lines of its log. */
  logs(options?: CallOptions): Promise<string[]>;
  /** Runs a FAILURE or REVOKED task again, with the same id. */
  retry(options?: CallOptions): Promise<T>;
  /** Why it does not run. */
  why(options?: CallOptions): Promise<TaskWhy>;
}

/** @param id of a task of type `T` */
export function taskHandle<T = Task>(connection: Connection, id: string): TaskHandle<T> {
  // An id does not show the type of its task: the caller knows it.
  return new ApiTaskHandle(connection, id) as TaskHandle<unknown> as TaskHandle<T>;
}

class ApiTaskHandle implements TaskHandle {
  private readonly params: { readonly path: { readonly task_id: string } };

  constructor(
    private readonly connection: Connection,
    readonly id: string,
  ) {
    this.params = { path: { task_id: id } };
  }

  async state(options?: CallOptions): Promise<Task> {
    return dataOf(await this.api.GET('/tasks/{task_id}', { params: this.params, ...options }));
  }

  async result(options: WaitOptions = {}): Promise<unknown> {
    const task = await this.connection.waiter.wait(this, options);
    if (task.status === 'FAILURE') throw new TaskFailedError(task);
    if (task.status === 'REVOKED') throw new TaskRevokedError(task);
    return task.result;
  }

  events(options?: EventsOptions): AsyncGenerator<TaskEvent> {
    const { api, params } = this;
    return this.connection.follow(
      (call) => api.GET('/tasks/{task_id}/events', { params, ...call }),
      options,
      'result',
    );
  }

  async cancel(reason?: string, options?: CallOptions): Promise<Task> {
    const call = { params: this.params, body: { reason }, ...options };
    return dataOf(await this.api.POST('/tasks/{task_id}/cancel', call));
  }

  async logs(options?: CallOptions): Promise<string[]> {
    const call = { params: this.params, ...options };
    return dataOf(await this.api.GET('/tasks/{task_id}/logs', call)).lines;
  }

  async retry(options?: CallOptions): Promise<Task> {
    return dataOf(await this.api.POST('/tasks/{task_id}/retry', { params: this.params, ...options }));
  }

  async why(options?: CallOptions): Promise<TaskWhy> {
    return dataOf(await this.api.GET('/tasks/{task_id}/why', { params: this.params, ...options }));
  }

  private get api(): Connection['api'] {
    return this.connection.api;
  }
}
