import type { TaskSnapshot } from '../task-snapshot.js';

/** Lines of a task's log. `first` is the number of the first one, counted from 0 at the submit. */
export interface LogLines {
  readonly first: number;
  readonly lines: readonly string[];
}

/** A change of a task since it was last seen. */
export type TaskEvent =
  | { readonly type: 'state' | 'progress' | 'result'; readonly task: TaskSnapshot }
  | { readonly type: 'log'; readonly log: LogLines };
