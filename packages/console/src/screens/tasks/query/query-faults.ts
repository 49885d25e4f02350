import { ProblemError, type components } from '@celeriac/client';

/** A mistake in a query. */
export interface QueryFault {
  /** Position of the wrong part, from 0. */
  readonly from: number;
  readonly length: number;
  readonly message: string;
  /** Texts that may have been meant. */
  readonly suggestions: readonly string[];
}

/** The mistakes that the API has found in a query; undefined if the error is another one. */
export function queryFaultsIn(error: unknown): readonly QueryFault[] | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  const faults = (error.problem.errors ?? []).flatMap((field) => {
    const { parameter, message, column, length, suggestions } =
      field as components['schemas']['ProblemField'];
    return parameter === 'q' && typeof column === 'number' && typeof length === 'number'
      ? [{ from: column - 1, length, message, suggestions: suggestions ?? [] }]
      : [];
  });
  return faults.length > 0 ? faults : undefined;
}
