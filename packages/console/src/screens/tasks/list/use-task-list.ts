import { type Signal, useSignal } from '@preact/signals';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import { onChanges } from '../../../api/live.js';
import { type Loaded, useLoad } from '../../../api/use-load.js';
import type { TaskChange } from '../../../api/types.js';
import { mayFit } from './may-fit.js';
import type { ListWish } from './list-wish.js';
import { type TaskPage, readPage, readRows } from './read-tasks.js';
import { TaskRows } from './task-rows.js';

export interface TaskList {
  readonly loaded: Loaded<TaskPage>;
  readonly rows: TaskRows;
  /** Ids of the rows, in order. */
  readonly ids: readonly string[];
  /** True until the first page of this query is there. */
  readonly isFirstLoad: boolean;
  /** Tasks that would stand above the rows: `12`, or `200+` if there are more than a page. Empty: none. */
  readonly newer: string;
  /** Shows the newest tasks, from the top. */
  readonly showNewer: () => void;
  /** Reads the next page, if there is one; after an error, only if `isAgain`. */
  readonly more: (isAgain?: boolean) => void;
  readonly hasMore: boolean;
  readonly moreError: unknown;
}

interface State {
  readonly rows: TaskRows;
  /** The question that the rows answer. */
  readonly key: string;
  readonly cursor: string | null;
  readonly newer: string;
  readonly moreError: unknown;
}

/** A page is on its way for less than this. */
const RECENT_MS = 5_000;

const NOTHING: State = { rows: new TaskRows(), key: '', cursor: null, newer: '', moreError: undefined };

/**
 * The tasks that fit a query. Rows change in place as their tasks do. While nobody reads further down, the list is the
 * newest page; otherwise its rows stay where they are, and `newer` counts what waits above them.
 *
 * @param isHeld true while somebody reads: rows must not move
 */
export function useTaskList(wish: ListWish, isHeld: () => boolean): TaskList {
  const key = JSON.stringify(wish);
  const state = useSignal(NOTHING);
  const fits = useMemo(() => mayFit(wish.q), [wish.q]);
  const isOpen = wish.sort === 'created' && wish.order === 'desc';
  const recent = useRecentChanges();
  const loaded = useLoad((signal) => readPage(wish, undefined, signal), [key], {
    on: (change) => (state.value.rows.has(change.task_id) ? !isHeld() : fits(change)),
  });
  const showPage = (page: TaskPage): void => {
    // Changes that came while the page was on its way may be newer than it is.
    const rows = new TaskRows(page.rows).changedBy(recent());
    state.value = { ...NOTHING, key, rows, cursor: page.cursor };
  };

  useEffect(() => {
    const page = loaded.data;
    if (page === undefined || page.key !== key) return;
    const { rows } = state.value;
    if (state.value.key !== key || !isHeld()) showPage(page);
    else
      state.value = {
        ...state.value,
        rows: rows.withRows(page.rows),
        newer: isOpen ? newerThan(rows, page) : '',
      };
  }, [loaded.data]);

  useEffect(
    () =>
      onChanges(({ changes }) => {
        const rows = state.value.rows.changedBy(changes);
        if (rows !== state.value.rows) state.value = { ...state.value, rows };
      }),
    [],
  );
  useStaleRows(state, wish);

  const showNewer = useCallback(() => {
    if (loaded.data?.key === key) showPage(loaded.data);
  }, [loaded.data, key]);
  return {
    ...{ loaded, showNewer, more: useMore(state, wish, key) },
    rows: state.value.rows,
    ids: state.value.rows.ids,
    isFirstLoad: state.value.key !== key,
    newer: state.value.newer,
    hasMore: state.value.cursor !== null,
    moreError: state.value.moreError,
  };
}

type StateSignal = Signal<State>;

function useMore(state: StateSignal, wish: ListWish, key: string): (isAgain?: boolean) => void {
  const reading = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => reading.current?.abort(), [key]);
  return useCallback(
    (isAgain = false) => {
      const { cursor, moreError } = state.value;
      const isBusy = reading.current && !reading.current.signal.aborted;
      const isWanted = cursor !== null && state.value.key === key && (isAgain || moreError === undefined);
      if (isBusy || !isWanted) return;
      const own = new AbortController();
      reading.current = own;
      void readPage(wish, cursor, own.signal)
        .then(
          (page) => ({
            rows: state.value.rows.followedBy(page.rows),
            cursor: page.cursor,
            moreError: undefined,
          }),
          (error: unknown) => ({ moreError: error }),
        )
        .then((next) => {
          if (own.signal.aborted) return;
          own.abort(); // the next one may be read
          // The list may begin anew meanwhile: then its end is another one, and asks again.
          state.value = { ...state.value, ...(state.value.cursor === cursor && next) };
        });
    },
    [key],
  );
}

/** The last change of each task that has changed in the last seconds. */
function useRecentChanges(): () => readonly TaskChange[] {
  const recent = useRef<readonly (readonly [number, TaskChange])[]>([]);
  useEffect(
    () =>
      onChanges(({ changes }) => {
        const at = Date.now();
        recent.current = [
          ...recent.current.filter(([then]) => at - then < RECENT_MS),
          ...changes.map((change) => [at, change] as const),
        ];
      }),
    [],
  );
  return useCallback(() => recent.current.map(([, change]) => change), []);
}

/** Reads rows again whose tasks have ended: their result is not part of a change. */
function useStaleRows(state: StateSignal, wish: ListWish): void {
  const latest = useRef(wish);
  latest.current = wish;
  useEffect(() => {
    const end = new AbortController();
    const timer = setInterval(() => {
      if (document.hidden) return;
      const stale = state.value.rows.all.filter(({ isStale }) => isStale).slice(0, 20);
      if (stale.length === 0) return;
      const ids = stale.map(({ task_id: id }) => id);
      readRows(ids, latest.current, end.signal)
        .then((rows) => (state.value = { ...state.value, rows: state.value.rows.withRows(rows) }))
        .catch(() => undefined); // the notice of the list says that the API is away
    }, 2_000);
    return () => {
      end.abort();
      clearInterval(timer);
    };
  }, []);
}

function newerThan(rows: TaskRows, page: TaskPage): string {
  const unknown = page.rows.filter(({ task_id: id }) => !rows.has(id));
  const isMore = page.cursor !== null && unknown.length === page.rows.length && unknown.length > 0;
  return unknown.length === 0 ? '' : `${unknown.length}${isMore ? '+' : ''}`;
}
