import type { TaskStatus } from '../task/task-status.js';

/** Fields that hold one text, or none. */
export const textFields = [
  ...['id', 'name', 'queue', 'worker', 'step', 'submitted_by', 'priority'],
  ...['error.type', 'error.message', 'fingerprint', 'revoke_reason'],
  ...['workflow', 'parent', 'root', 'replay_of'],
] as const;
/** Fields that hold a number, or none. Durations are in ms. */
export const numberFields = ['attempt', 'max_attempts', 'crashes', 'run_ms', 'wait_ms'] as const;
/** Fields that hold a time, or none: ms since 1970. */
export const timeFields = ['created', 'started', 'finished', 'run_at', 'expires'] as const;
/** Parts of a task that are JSON: paths lead into them. */
export const documents = ['payload', 'result', 'progress'] as const;

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
export type NumberField = (typeof numberFields)[number];
export type TimeField = (typeof timeFields)[number];
export type Document = (typeof documents)[number];

/** Pieces of a text between wildcards, lower-cased: `*a*b` is ['', 'a', 'b']. One piece: the whole text. */
export type Pattern = readonly string[];

/** Bounds of a number or a time; a missing one is open. */
export interface Range {
  readonly from?: number;
  readonly to?: number;
  readonly excludesFrom?: boolean;
  readonly excludesTo?: boolean;
}

export type JsonScalar = string | number | boolean | null;

/** What a value inside a document must be. `equals` lists the JSON values that one written word may mean: `7` and `"7"`. */
export type DocumentTest =
  { readonly equals: readonly JsonScalar[] } | { readonly pattern: Pattern } | { readonly range: Range };

/**
 * One condition of a query, with all words resolved: times are ms since 1970. A task fits a query if it fits all of its
 * conditions; it fits one if any of the alternatives does, or, if `isNegated`, if none does. A missing value fits no
 * alternative.
 */
export type Condition = { readonly isNegated: boolean } & (
  | { readonly kind: 'status'; readonly anyOf: readonly TaskStatus[] }
  | { readonly kind: 'text'; readonly field: TextField; readonly anyOf: readonly Pattern[] }
  /** Fits if any of the task's tags fits. */
  | { readonly kind: 'tag'; readonly anyOf: readonly Pattern[] }
  | { readonly kind: 'number'; readonly field: NumberField; readonly anyOf: readonly Range[] }
  | { readonly kind: 'time'; readonly field: TimeField; readonly anyOf: readonly Range[] }
  /** A value at a path: `*` in the path is any name or index. An array at the end fits if one of its items does. */
  | {
      readonly kind: 'document';
      readonly document: Document;
      readonly path: readonly string[];
      readonly anyOf: readonly DocumentTest[];
    }
  /** Free text anywhere in the name, the error's type and message, the tags, or a text or number in the payload. */
  | { readonly kind: 'anywhere'; readonly anyOf: readonly Pattern[] }
);
