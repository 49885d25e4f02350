import { storable } from '../rows/stored-text.js';

/** Types of the parameters of a search. */
export type SqlType = 'text' | 'text[]' | 'uuid' | 'uuid[]' | 'jsonb[]' | 'numeric' | 'float8' | 'integer';

/** Collects the parameters of one statement: no value is ever part of its text. */
export class Parameters {
  readonly values: unknown[] = [];

  /** @returns the parameter's place in the text */
  add(value: number | string | readonly string[], type: SqlType): string {
    this.values.push(typeof value === 'object' ? value.map(storable) : storable(value));
    return `$${this.values.length}::${type}`;
  }
}
