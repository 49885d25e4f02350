/** A part of a list, in list order. */
export interface PagePart<Item, Place> {
  /** An entry without an item does not match the filter or is gone. */
  readonly entries: readonly { readonly place: Place; readonly item: Item | undefined }[];
  /** The place after which the list continues; null at its end. */
  readonly next: Place | null;
}

export interface Page<Item, Place> {
  readonly items: readonly Item[];
  /** The place after which the next page starts; null if there is none. A short page may have a next one. */
  readonly next: Place | null;
}

/** A walk along a list. */
export interface PageWalk<Item, Place> {
  readonly limit: number;
  /** Undefined starts at the beginning. */
  readonly after: Place | undefined;
  /** @param room number of items that still fit on the page */
  readonly read: (after: Place | undefined, room: number) => Promise<PagePart<Item, Place>>;
  /** Called after each part. True ends the page, however few items were found. */
  readonly isEnough: () => boolean;
}

/** Reads parts of a list until a page of items that match a filter is full. */
export async function walkPage<Item, Place>(walk: PageWalk<Item, Place>): Promise<Page<Item, Place>> {
  const { limit, read, isEnough } = walk;
  const items: Item[] = [];
  for (let { after } = walk; ;) {
    const { entries, next } = await read(after, limit - items.length);
    for (const [i, { place, item }] of entries.entries()) {
      if (item === undefined || items.push(item) < limit) continue;
      const isEnd = next === null && i === entries.length - 1;
      return { items, next: isEnd ? null : place };
    }
    if (next === null || isEnough()) return { items, next };
    after = next;
  }
}
