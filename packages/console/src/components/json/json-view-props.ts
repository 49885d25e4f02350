import type { JsonValue } from '../../json/json.js';

export interface JsonViewProps {
  /** Read out by screen readers: `Payload`. */
  readonly label: string;
  readonly json: JsonValue;
  /** Name of the document in queries: values can then become a filter. */
  readonly field?: 'payload' | 'result' | 'progress';
  /** Address of a list that is filtered by a term. */
  readonly pathOfTerm?: (term: string) => string;
}
