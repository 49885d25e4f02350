import { termsOf, valuesOf, withWritten } from '../query/query-text.js';

/** Windows that one chooses by name, as the query language writes them. */
export const WINDOWS = [
  { value: '>-15m', label: 'Last 15 min' },
  { value: '>-1h', label: 'Last hour' },
  { value: '>-24h', label: 'Last 24 h' },
  { value: '>-7d', label: 'Last 7 days' },
] as const;

type TimeField = 'created' | 'finished';

const FINAL = new Set(['SUCCESS', 'FAILURE', 'REVOKED']);

/** The window of time in a query. */
export interface TimeWindow {
  /** The time that is compared: that of the submit, or of the end where only tasks that are over are asked for. */
  readonly field: TimeField;
  /** As it is written in the query; empty for any time. */
  readonly value: string;
}

export function windowIn(q: string): TimeWindow {
  const written = termsOf(q).find(
    ({ field, isNegated }) => !isNegated && (field === 'created' || field === 'finished'),
  );
  if (written)
    return { field: written.field as TimeField, value: written.text.slice(written.field.length + 1) };
  const statuses = valuesOf(q, 'status').map((status) => status.toUpperCase());
  const areFinal = statuses.length > 0 && statuses.every((status) => FINAL.has(status));
  return { field: areFinal ? 'finished' : 'created', value: '' };
}

/** The query with another window. @param value as the language writes it; empty for any time */
export function withWindow(q: string, value: string): string {
  return withWritten(q, windowIn(q).field, value);
}

/** A window from one moment to another, either of which may be open. */
export function between(from: Date | undefined, to: Date | undefined): string {
  if (from === undefined && to === undefined) return '';
  return `${from?.toISOString() ?? ''}..${to?.toISOString() ?? ''}`;
}
