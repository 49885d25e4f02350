import { changeFields } from './listed/change-fields.js';
import { type FieldSource, objectMaker } from './object-maker.js';
import { type TaskField, type TypeIn, rowsOf } from './task-field.js';
import { type RowsWith, type TaskFields, stateFields, taskFields } from './task-fields.js';
import type { TaskSnapshot } from './task-snapshot.js';

type ShownName = RowsWith<{ readonly value: unknown; readonly json: string }>;
type Rows = Pick<TaskFields, ShownName>;

/** The JSON of one field. */
type JsonIn<Row extends TaskField> = Row extends { readonly toJson: (value: never, task: never) => infer J }
  ? J
  : TypeIn<Row['value']>;

/** The JSON of some fields of a task. */
export type JsonOf<Names extends ShownName> = { [Name in Names as Rows[Name]['json']]: JsonIn<Rows[Name]> };

/** A task as the API, its events and webhooks show it. */
export type TaskJson = JsonOf<ShownName>;
export type StateJson = JsonOf<(typeof stateFields)[number]>;

/** The only conversion of a snapshot to JSON: for the API, for events, and for the webhook at the end of a task. */
export const taskJson = taskJsonOf(taskFields);

/** The data of a `state` event. */
export const stateJson = objectMaker<TaskSnapshot, StateJson>(
  stateFields.flatMap((name) => shown(name, taskFields[name])),
);

export type ChangeJson = JsonOf<(typeof changeFields)[number]>;

/** The data of a change in the stream of all changes. */
export const changeJson = objectMaker<TaskSnapshot, ChangeJson>(
  changeFields.flatMap((name) => shown(name, taskFields[name])),
);

/** Creates `taskJson` for a table. */
export function taskJsonOf(fields: TaskFields): (task: TaskSnapshot) => TaskJson {
  return objectMaker(rowsOf(fields).flatMap(([name, field]) => shown(name, field)));
}

function shown(name: string, { value, json, toJson }: TaskField): [json: string, from: FieldSource][] {
  return value && json !== undefined ? [[json, { at: [name], convert: toJson }]] : [];
}
