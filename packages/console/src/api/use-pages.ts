import { useRef } from 'preact/hooks';
import { type LoadOptions, type Loaded, useLoad } from './use-load.js';

/** One page of a list of the API. */
export interface Page {
  readonly items: readonly unknown[];
  readonly next_cursor: string | null;
}

export interface Pages<P extends Page = Page> {
  readonly items: readonly P['items'][number][];
  /** The first page, for what it tells of the whole; undefined until it is read. */
  readonly first: P | undefined;
  readonly hasMore: boolean;
  readonly more: () => void;
  /** For the frame of the screen. */
  readonly loaded: Loaded<unknown>;
}

/**
 * A list that grows page by page. When it is read again, all of its pages are.
 *
 * @param read reads the page after a cursor, the first one without it
 */
export function usePages<P extends Page>(
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<P>,
  deps: readonly unknown[],
  options: LoadOptions = {},
): Pages<P> {
  const state = useRef<{ key: string; pages: readonly P[]; wantsMore: boolean }>({
    key: '',
    pages: [],
    wantsMore: false,
  });
  const key = JSON.stringify(deps);
  const loaded = useLoad(
    async (signal) => {
      const { current: own } = state;
      const old = own.key === key ? own.pages : [];
      const wantsMore = own.wantsMore && old.length > 0;
      own.wantsMore = false;
      const pages = wantsMore
        ? [...old, await read(old.at(-1)?.next_cursor ?? undefined, signal)]
        : await readAgain(Math.max(1, old.length), read, signal);
      if (!signal.aborted) Object.assign(own, { key, pages });
      return pages;
    },
    deps,
    options,
  );
  const pages = loaded.data ?? [];
  return {
    items: pages.flatMap((page) => page.items),
    first: pages[0],
    hasMore: Boolean(pages.at(-1)?.next_cursor),
    more: () => {
      state.current.wantsMore = true;
      loaded.reload();
    },
    loaded,
  };
}

async function readAgain<P extends Page>(
  count: number,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<P>,
  signal: AbortSignal,
): Promise<readonly P[]> {
  const pages = [await read(undefined, signal)];
  while (pages.length < count) {
    const cursor = pages.at(-1)?.next_cursor;
    if (!cursor) break;
    pages.push(await read(cursor, signal));
  }
  return pages;
}
