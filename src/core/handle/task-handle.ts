import { inspect } from 'node:util';
import type { TaskEvent } from '../task/handle/task-event.js';
import type {
  ResultOf,
  ResultOptions,
  StoredTask,
  SubmittedTask,
  TaskHandle,
} from '../task/handle/task-handle.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import type { TaskHandles } from './task-handles.js';

/** The handle of any task. JSON of it is its id, and nothing of the services that it uses. */
export class HandleById<R> implements TaskHandle<R> {
  readonly #handles: TaskHandles;

  constructor(
    readonly id: string,
    handles: TaskHandles,
  ) {
    this.#handles = handles;
  }

  state(): Promise<TaskSnapshot> {
    return this.#handles.state(this.id);
  }

  async result(options?: ResultOptions): Promise<ResultOf<R>> {
    // The value that `run` of this task returned: workers refuse one that JSON would change.
    return (await this.#handles.result(this.id, options)) as ResultOf<R>;
  }

  events({ signal }: Pick<ResultOptions, 'signal'> = {}): AsyncIterableIterator<TaskEvent> {
    return this.#handles.events(this.id, signal);
  }

  cancel(reason?: string): Promise<TaskSnapshot> {
    return this.#handles.cancel(this.id, reason);
  }

  /** As Celery shows an AsyncResult. */
  [inspect.custom](): string {
    return `<TaskHandle: ${this.id}>`;
  }
}

/** The handle that a submit returns. */
export class SubmittedHandle<R> extends HandleById<R> implements SubmittedTask<R> {
  constructor(
    readonly snapshot: StoredTask,
    handles: TaskHandles,
  ) {
    super(snapshot.id, handles);
  }

  get isDuplicate(): boolean {
    return this.snapshot.isDuplicate;
  }
}
