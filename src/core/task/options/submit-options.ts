import type { OptionColumn, TypeIn } from '../task-field.js';
import type { RowsWith, TaskFields } from '../task-fields.js';

/** The fields that a submit can choose. */
export type OptionRows = Pick<TaskFields, RowsWith<{ readonly option: OptionColumn }>>;

/** Options of one submit that override those of its @Task. The default of each field is given in `taskFields`. */
export type SubmitOptions = {
  readonly [Name in keyof OptionRows]?: TypeIn<OptionRows[Name]['option']['type']>;
};
