import type { OptionCheck } from './option-check.js';

/** Stands for a type in a column; it holds no value. */
export interface TypeOf<T> {
  readonly type?: T;
}

/** The type that a column stands for. */
export type TypeIn<Column> = Column extends TypeOf<infer T> ? T : never;

const TYPE_ONLY = {};

/** `is<string>()`: a column whose only content is a type. */
export function is<T>(): TypeOf<T> {
  return TYPE_ONLY;
}

/** One fact of a task: a row of `taskFields`. A column that is left out means that the fact has no such side. */
export interface TaskField {
  /** Its type in a TaskSnapshot. */
  readonly value?: TypeOf<unknown>;
  /** Its name in the JSON of a task, for everyone who may read tasks. */
  readonly json?: string;
  /** What its JSON is, given the value and the whole snapshot. Default: the value. */
  readonly toJson?: (value: never, task: never) => unknown;
  /** Who sees a value that is not in the JSON: `admin` by another way, or nobody. */
  readonly seenBy?: 'admin' | 'nobody';
  /** How a submit chooses it: a field of SubmitOptions and of SubmitOptionsDto. */
  readonly option?: OptionColumn;
  /** How the job's options hold it in Redis. */
  readonly stored?: StoredColumn;
  /** The history keeps what has a `value`, but for this. */
  readonly inHistory?: false;
}

export interface OptionColumn {
  readonly type: TypeOf<unknown>;
  /** Its name in the JSON of a submit. */
  readonly json: string;
  /** Left out for what only a listener can check. */
  readonly check?: OptionCheck;
  /** A @Task may set it for all its submits. */
  readonly ofTask?: true;
  /** What applies where neither the submit nor the @Task sets it. Default: it is not stored. */
  readonly otherwise?: unknown;
  /** A replay takes it over from the task that it repeats. */
  readonly onReplay: 'kept' | 'dropped';
}

export interface StoredColumn {
  readonly type: TypeOf<unknown>;
  /** Its name in the job's options. */
  readonly as: string;
  /** Set by the submit itself, whatever the caller asks for. */
  readonly given?: true;
  /** What is stored of the option; undefined: nothing. */
  readonly write?: (option: never) => unknown;
  /** The value in a TaskSnapshot. */
  readonly read?: (stored: never) => unknown;
  /** The option again, for a replay. Default: what is stored. */
  readonly toOption?: (stored: never) => unknown;
  /** A number: anything else that stands there, of an older version or another producer, is ignored. */
  readonly isNumber?: true;
}

/** A column's function as the code that walks through all rows calls it: each row answers for its own types. */
export type Convert = (value: unknown) => unknown;

/** The rows of a table, in its order. */
export function rowsOf(fields: Readonly<Record<string, TaskField>>): [name: string, field: TaskField][] {
  return Object.entries(fields);
}
