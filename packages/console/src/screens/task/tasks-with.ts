import { pathTo } from '../../app/paths.js';

/** Address of the tasks that fit a term of a query. */
export function tasksWith(term: string): string {
  return pathTo.tasks({ q: term });
}
