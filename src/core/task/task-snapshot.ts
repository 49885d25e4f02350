import type { TypeIn, TypeOf } from './task-field.js';
import type { RowsWith, TaskFields } from './task-fields.js';

type Rows = Pick<TaskFields, RowsWith<{ readonly value: TypeOf<unknown> }>>;

/** The state of a submitted task at one moment, from one atomic read. Times are in ms since 1970. */
export type TaskSnapshot = { readonly [Name in keyof Rows]: TypeIn<Rows[Name]['value']> };
