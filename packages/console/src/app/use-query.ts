import { useCallback } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { withQuery } from './paths.js';

export interface QueryState {
  readonly query: Readonly<Record<string, string>>;
  /** Changes parameters of the address; undefined or an empty text removes one. `isMinor`: no step for the back button. */
  readonly setQuery: (changes: Readonly<Record<string, string | undefined>>, isMinor?: boolean) => void;
}

/** The state of a screen, which is its address: one can share it, reload it, and go back. */
export function useQuery(): QueryState {
  const { path, query, route } = useLocation();
  const setQuery = useCallback<QueryState['setQuery']>(
    (changes, isMinor = false) => route(withQuery(path, { ...query, ...changes }), isMinor),
    [path, query, route],
  );
  return { query, setQuery };
}
