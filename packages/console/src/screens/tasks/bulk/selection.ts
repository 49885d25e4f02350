/** The tasks that were selected in a list. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** True for all that fit the query, also those that were not read. */
  readonly isAll: boolean;
  /** The row that was clicked last: a range begins there. */
  readonly anchor: string | undefined;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), isAll: false, anchor: undefined };

export function isEmpty({ ids, isAll }: Selection): boolean {
  return ids.size === 0 && !isAll;
}

/** Selects a row, or not any more. @param order ids of all rows that were read */
export function toggled({ ids, isAll }: Selection, id: string, order: readonly string[]): Selection {
  const next = new Set(isAll ? order : ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, isAll: false, anchor: id };
}

/** Selects the rows from the last one to this one, too. */
export function ranged(selection: Selection, id: string, order: readonly string[]): Selection {
  const from = selection.anchor === undefined ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0 || selection.isAll) return toggled(selection, id, order);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...range]), isAll: false, anchor: id };
}

/** Selects all rows that were read, or none if they are selected. */
export function allToggled({ ids, isAll }: Selection, order: readonly string[]): Selection {
  const areAll = isAll || order.every((id) => ids.has(id));
  return areAll ? NOTHING_SELECTED : { ids: new Set(order), isAll: false, anchor: undefined };
}
