import { ProblemError, UnreachableError } from '@celeriac/client';

/** An error in words for the person: what is wrong, and what to do. */
export interface ShownError {
  readonly title: string;
  readonly detail: string;
  /** Errors of single fields, by their JSON pointer or parameter. */
  readonly fields: readonly { readonly place: string; readonly message: string }[];
}

export function shownError(error: unknown): ShownError {
  if (error instanceof ProblemError) {
    const { title, detail, errors = [] } = error.problem;
    const fields = errors.map(({ pointer, parameter, message }) => ({
      place: pointer ?? parameter ?? '',
      message,
    }));
    return { title, detail: detail ?? '', fields };
  }
  if (error instanceof UnreachableError)
    return {
      title: 'The API does not answer',
      detail: 'The page keeps trying. Check that the API process runs and that the network is up.',
      fields: [],
    };
  return { title: 'The console has failed', detail: String(error), fields: [] };
}
