/** Orders of a list. `started` exists only here, for the tasks that run: all of them are read, and sorted. */
export const SORTS = ['created', 'finished', 'run_ms', 'wait_ms', 'started'] as const;
export type ListSort = (typeof SORTS)[number];

/** Query, order and columns of a list. */
export interface ListWish {
  readonly q: string;
  readonly sort: ListSort;
  readonly order: 'asc' | 'desc';
  /** True if payloads are shown, which only some may see. */
  readonly withPayload: boolean;
  /** Fields of the payload that have columns. */
  readonly fields: readonly string[];
}
