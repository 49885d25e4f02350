import type { OptionCheck } from './options/option-check.js';

/** Carries a type in a column; it has no value. */
export interface TypeOf<T> {
  readonly type?: T;
}

/** The type of a column. */
export type TypeIn<Column> = Column extends TypeOf<infer T> ? T : never;

const TYPE_ONLY = {};

/** `is<string>()`: a column that consists of a type only. */
export function is<T>(): TypeOf<T> {
  return TYPE_ONLY;
}

/** For a column whose value is the option itself. */
export function same<T>(option: T): T {
  return option;
}

/** For a column whose value may be missing. */
export function orNull<T>(stored: T | undefined): T | null {
  return stored ?? null;
}

/** One field of a task: a row of `taskFields`. An omitted column means that the field does not have it. */
export interface TaskField {
  /** Its type in a TaskSnapshot. */
  readonly value?: TypeOf<unknown>;
  /** Its name in the JSON of a task, for everyone who may read tasks. */
  readonly json?: string;
  /** Converts the value to JSON, given the whole snapshot. Default: unchanged. */
  readonly toJson?: (value: never, task: never) => unknown;
  /** Readers of a value that is not in the JSON: `admin` by another way, or nobody. */
  readonly seenBy?: 'admin' | 'nobody';
  /** A field of SubmitOptions and of SubmitOptionsDto. */
  readonly option?: OptionColumn;
  /** The representation in the job's options in Redis. */
  readonly stored?: StoredColumn;
  /** The history contains every field with a `value`, except those with false. */
  readonly inHistory?: false;
}

export interface OptionColumn {
  readonly type: TypeOf<unknown>;
  /** Its name in the JSON of a submit. */
  readonly json: string;
  /** Omitted if only a listener can check it. */
  readonly check?: OptionCheck;
  /** True if a @Task can set it for all its submits. */
  readonly ofTask?: true;
  /** Default if neither the submit nor the @Task sets it. Without one, nothing is stored. */
  readonly otherwise?: unknown;
  /** Whether a replay copies it. */
  readonly onReplay: 'kept' | 'dropped';
}

export interface StoredColumn {
  readonly type: TypeOf<unknown>;
  /** Its name in the job's options. */
  readonly as: string;
  /** Set by the submit itself, whatever the caller asks for. */
  readonly given?: true;
  /** Converts the option to its stored form; undefined: nothing is stored. */
  readonly write?: (option: never) => unknown;
  /** Converts the stored form to the value in a TaskSnapshot. */
  readonly read?: (stored: never) => unknown;
  /** Converts the stored form back to the option, for a replay. Default: unchanged. */
  readonly toOption?: (stored: never) => unknown;
  /** True for a number: any other stored value, from an older version or another producer, is ignored. */
  readonly isNumber?: true;
}

/** A column's function as called by code that iterates over all rows: each row ensures its own types. */
export type Convert = (value: unknown) => unknown;

/** The rows of a table, in order. */
export function rowsOf(fields: Readonly<Record<string, TaskField>>): [name: string, field: TaskField][] {
  return Object.entries(fields);
}
