/** `-tag:test` of a query looks like an option, but no option has a colon. */
const NEGATED_TERM = /^-[a-z][a-z_.]*:/i;
/** Stands for the dash while commander reads the words: a minus sign. */
const MINUS = '\u2212';

export function hideNegations(args: readonly string[]): string[] {
  return args.map((word) => (NEGATED_TERM.test(word) ? MINUS + word.slice(1) : word));
}

/** The words as they were typed. */
export function withNegations<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withNegations) as T;
  return (typeof value === 'string' && value.startsWith(MINUS) ? `-${value.slice(1)}` : value) as T;
}
