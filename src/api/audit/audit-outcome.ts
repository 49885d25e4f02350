/** The outcome of an action. */
export interface AuditOutcome {
  /** HTTP status. */
  readonly status: number;
  /** Path of the created resource. */
  readonly location?: string | undefined;
}

export const outcomes = ['succeeded', 'refused', 'failed', 'pending', 'lost'] as const;

/**
 * `refused`: nothing was done. `failed`: it may have been partly done. `pending`: still in progress. `lost`: its process
 * ended before it recorded the outcome.
 */
export type OutcomeName = (typeof outcomes)[number];

/** Name of an outcome by the first digit of its status. */
const BY_DIGIT = { 4: 'refused', 5: 'failed' } as const;

export function outcomeNameOf(outcome: AuditOutcome | 'pending' | 'lost'): OutcomeName {
  if (typeof outcome === 'string') return outcome;
  const digit = Math.floor(outcome.status / 100);
  return digit === 4 || digit === 5 ? BY_DIGIT[digit] : 'succeeded';
}
