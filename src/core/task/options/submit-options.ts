import type { FollowUpOptions } from './follow-up.js';
import type { OptionColumn, TypeIn } from '../task-field.js';
import type { RowsWith, TaskFields } from '../task-fields.js';

/** The fields that a submit can choose. */
export type OptionRows = Pick<TaskFields, RowsWith<{ readonly option: OptionColumn }>>;

/** Options of one submit that override those of its @Task. The default of each field is given in `taskFields`. */
export type SubmitOptions = FollowUpOptions & {
  readonly [Name in keyof OptionRows]?: TypeIn<OptionRows[Name]['option']['type']>;
};

/** Options of a submit by code, which may be part of a running task. */
export type ChildOptions = SubmitOptions & {
  /**
   * Names a child among those of the running task: its id is made of the parent's id, its task type and this key. A
   * submit that is repeated, by a further attempt for example, finds the child instead of storing another one. Not
   * together with `deduplicate`. Default: each submit stores a new task.
   */
  readonly key?: string;
};

/** Options of a submit of many tasks: the same for all, or made for each. */
export type OptionsOfEach<P> = ChildOptions | ((payload: P, index: number) => ChildOptions);
