import { NamedError } from '../../platform/errors/named-error.js';
import type { Document } from './condition.js';
import type { FieldName } from './query-fields.js';

/** A query as it was written: relative times are not resolved yet, so it can be kept and used later. */
export interface Query {
  /** A task must fit all of them. */
  readonly terms: readonly Term[];
}

/** `-name:a|b`: a field or a path, or neither for free text, and the alternatives. */
export interface Term {
  readonly isNegated: boolean;
  readonly target: Target;
  readonly anyOf: readonly Value[];
}

export type Target =
  | { readonly kind: 'field'; readonly name: FieldName }
  /** Names on the way into a document; `*` is any name or index. */
  | { readonly kind: 'document'; readonly document: Document; readonly path: readonly string[] }
  | { readonly kind: 'anywhere' };

export type Value =
  /** The word `null`: no value. */
  | { readonly kind: 'null' }
  /** Pieces between wildcards, in their own case. One that is quoted is a single piece, and never a number or a word. */
  | { readonly kind: 'text'; readonly pieces: readonly string[]; readonly isQuoted: boolean }
  /** Numbers, and durations in ms. */
  | { readonly kind: 'number'; readonly range: RangeOf<number> }
  /** Times as they were written: `-2h`, `today`, `2026-01-05`. */
  | { readonly kind: 'time'; readonly range: RangeOf<string> };

/** `a..b`, `>a`, or a single value as both bounds. */
export interface RangeOf<Bound> {
  readonly from?: Bound;
  readonly to?: Bound;
  readonly excludesFrom?: true;
  readonly excludesTo?: true;
}

/** A mistake in the text of a query. */
export interface QueryFault {
  /** Its beginning, from 1, in UTF-16 units as in JavaScript. */
  readonly column: number;
  /** Its length in the same units; 0 where something is missing. */
  readonly length: number;
  readonly message: string;
  /** Likely corrections, the most likely first. */
  readonly suggestions: readonly string[];
}

/** The text is not a query. */
export class QueryError extends NamedError {
  /** @param faults at least one, by their columns */
  constructor(readonly faults: readonly QueryFault[]) {
    super(faults.map(({ column, message }) => `Column ${column}: ${message}`).join(' '));
  }
}

/** The query asks for something in payloads, which the caller may not see. */
export class HiddenPayloadError extends NamedError {
  /** @param term as it may be written, such as `payload.url:x` */
  constructor(readonly term: string) {
    super(`Only admins may search in payloads: remove ${term}.`);
  }
}
