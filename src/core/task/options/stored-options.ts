import { chosenFollowUps } from './follow-up.js';
import { sparseObjectMaker } from '../object-maker.js';
import type { SubmitOptions } from './submit-options.js';
import { type StoredColumn, type TypeIn, rowsOf } from '../task-field.js';
import { type RowsWith, type TaskFields, taskFields } from '../task-fields.js';

type Rows = Pick<TaskFields, RowsWith<{ readonly stored: StoredColumn }>>;

/** The options of a submit as stored in the job's options. */
export type StoredOptions = {
  readonly [Name in keyof Rows as Rows[Name]['stored']['as']]?: TypeIn<Rows[Name]['stored']['type']>;
};

/** The names of the stored numbers. */
export function storedNumbers(fields: TaskFields): string[] {
  return rowsOf(fields).flatMap(([, { stored }]) => (stored?.isNumber ? [stored.as] : []));
}

/** The options of a stored task that are copied to its replay. */
export const keptOptions = keptOptionsOf(taskFields);

/** Creates `keptOptions` for a table. */
export function keptOptionsOf(fields: TaskFields): (stored: StoredOptions) => SubmitOptions {
  const kept = sparseObjectMaker<StoredOptions, SubmitOptions>(
    rowsOf(fields).flatMap(([name, { option, stored }]) =>
      option?.onReplay === 'kept' && stored ? [[name, { at: [stored.as], convert: stored.toOption }]] : [],
    ),
  );
  return (stored) => ({ ...kept(stored), ...chosenFollowUps(stored.followUps) });
}
