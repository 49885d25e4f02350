import type { TaskStatus } from '../task/task-status.js';

/** A field of a task that holds one text, or none. */
export type TextField =
  | 'id'
  | 'name'
  | 'queue'
  | 'worker'
  | 'step'
  | 'submitted_by'
  | 'priority'
  | 'error.type'
  | 'error.message'
  | 'fingerprint'
  | 'revoke_reason'
  | 'workflow'
  | 'parent'
  | 'root'
  | 'replay_of';
/** A field that holds a number, or none. Durations are in ms. */
export type NumberField = 'attempt' | 'max_attempts' | 'crashes' | 'run_ms' | 'wait_ms';
/** A field that holds a time, or none: ms since 1970. */
export type TimeField = 'created' | 'started' | 'finished' | 'run_at' | 'expires';
/** A part of a task that is JSON: paths lead into it. */
export type Document = 'payload' | 'result' | 'progress';

/**
 * Pieces of a text between wildcards, in lower case: `*a*b` is ['', 'a', 'b']. One piece: the whole text. Only the
 * letters A to Z have a lower case here, whatever the language: every executor then means the same (in SQL,
 * `lower(x COLLATE "C")`). No piece contains NUL or half of a surrogate pair.
 */
export type Pattern = readonly string[];

/** Bounds of a number or a time; a missing one is open. */
export interface Range {
  readonly from?: number;
  readonly to?: number;
  readonly excludesFrom?: boolean;
  readonly excludesTo?: boolean;
}

/** A value without parts, inside a document. */
export type JsonScalar = string | number | boolean | null;

/**
 * A test of a value inside a document.
 *
 * - `equals` lists the JSON values that one written word may mean: `7` and `"7"`. Letters are compared as they are.
 * - `pattern`: a text, or a number in decimal notation without an exponent.
 * - `range`: a number.
 * - `isPresent`: any value but null, also an object or an array, even an empty one.
 */
export type DocumentTest =
  | { readonly equals: readonly JsonScalar[] }
  | { readonly pattern: Pattern }
  | { readonly range: Range }
  | { readonly isPresent: true };

/**
 * One condition of a query, with all words resolved: times are ms since 1970. A task fits a query if it fits all of its
 * conditions; it fits one if any of the alternatives does, or, if `isNegated`, if none does. A missing value fits no
 * alternative but `orMissing`. `matcher.ts` is the law for every executor.
 */
export type Condition = { readonly isNegated: boolean } & (
  | { readonly kind: 'status'; readonly anyOf: readonly TaskStatus[] }
  | TextCondition
  | TagCondition
  | {
      readonly kind: 'number';
      readonly field: NumberField;
      readonly anyOf: readonly Range[];
      readonly orMissing: boolean;
    }
  | {
      readonly kind: 'time';
      readonly field: TimeField;
      readonly anyOf: readonly Range[];
      readonly orMissing: boolean;
    }
  | DocumentCondition
  | AnywhereCondition
);

/** Fits if any of the fields fits any of the patterns; `orMissing`: or if all of them are missing. */
export interface TextCondition {
  readonly kind: 'text';
  readonly fields: readonly TextField[];
  readonly anyOf: readonly Pattern[];
  readonly orMissing: boolean;
}

/** Fits if any of the task's tags fits; `orMissing`: or if it has none. */
export interface TagCondition {
  readonly kind: 'tag';
  readonly anyOf: readonly Pattern[];
  readonly orMissing: boolean;
}

/**
 * Values at a path: a name of an object, or an index of an array (`0`, never negative). `*` is any name or index; arrays
 * are not entered without one. The empty path is the whole document. Fits if any of the values fits. An array at the end
 * also fits if one of its items does; items that are arrays are not entered.
 *
 * `orMissing`: or if there is no value at the path, or one of those values is null.
 *
 * The progress of a final task counts as missing: it is only searched while a task is not over.
 */
export interface DocumentCondition {
  readonly kind: 'document';
  readonly document: Document;
  readonly path: readonly string[];
  readonly anyOf: readonly DocumentTest[];
  readonly orMissing: boolean;
}

/**
 * Free text anywhere in the name, the error's type and message, a tag, or, with `inPayload`, in any text or number of
 * the payload, however deep. Names of fields are not looked at.
 */
export interface AnywhereCondition {
  readonly kind: 'anywhere';
  readonly anyOf: readonly Pattern[];
  /** False for those who may not see payloads. */
  readonly inPayload: boolean;
}
