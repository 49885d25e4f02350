import type { OptionColumn, TypeIn } from './task-field.js';
import type { RowsWith, TaskFields } from './task-fields.js';

/** The facts that a submit may choose. */
export type OptionRows = Pick<TaskFields, RowsWith<{ readonly option: OptionColumn }>>;

/** How one submitted task differs from what its @Task says. Every field has its default in its line. */
export type SubmitOptions = {
  readonly [Name in keyof OptionRows]?: TypeIn<OptionRows[Name]['option']['type']>;
};
