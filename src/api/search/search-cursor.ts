import { createHash } from 'node:crypto';
import { type Sorting, sortings } from '../../core/history/task-history.js';
import type { FinderPlace } from '../../core/search/task-finder.js';
import type { Order } from '../../core/search/sorted-place.js';
import { isTaskId } from '../../core/task/task-id.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';

/** Maximum length of a cursor in characters. */
export const MAX_CURSOR = 500;
/** Clocks of several processes differ. */
const SKEW_MS = 60_000;

/** A place in the list of a search, and the search that it belongs to. */
export interface SearchCursor {
  readonly sort: Sorting;
  readonly order: Order;
  /** The time of the first page, in ms since 1970: relative times keep their meaning on the next ones. */
  readonly now: number;
  /** See `searchHash`. */
  readonly hash: string;
  readonly place: FinderPlace;
}

/** Identifies a search by everything that selects its tasks. */
export function searchHash(criteria: Readonly<Record<string, string | undefined>>): string {
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(criteria).sort()))
    .digest('base64url')
    .slice(0, 12);
}

export function encodeCursor({ sort, order, now, hash, place: { after, among } }: SearchCursor): string {
  const stretch = among && [among.from ?? '', among.to === undefined ? 'open' : (among.to ?? '')];
  const parts = [sort, order, now, hash, after ? [after.value, after.id] : null, stretch ?? null];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws MalformedCursorError for a text that `encodeCursor` has not made */
export function decodeCursor(cursor: string): SearchCursor {
  const [sort, order, now, hash, after, stretch, ...rest] = partsOf(cursor);
  const isSearch = isSorting(sort) && (order === 'asc' || order === 'desc') && typeof hash === 'string';
  if (!isSearch || !isNumber(now) || now > Date.now() + SKEW_MS || rest.length > 0)
    throw new MalformedCursorError();
  return { sort, order, now, hash, place: { after: positionIn(after), among: stretchIn(stretch) } };
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

function positionIn(part: unknown): FinderPlace['after'] {
  if (part === null) return undefined;
  const [value, id] = pairIn(part);
  if (!isNumber(value) || !isId(id)) throw new MalformedCursorError();
  return { value, id };
}

function stretchIn(part: unknown): FinderPlace['among'] {
  if (part === null) return undefined;
  const [from, to] = pairIn(part);
  if ((from !== '' && !isId(from)) || (to !== 'open' && to !== '' && !isId(to)))
    throw new MalformedCursorError();
  return { from: from === '' ? undefined : from, to: to === 'open' ? undefined : to === '' ? null : to };
}

function pairIn(part: unknown): readonly unknown[] {
  return Array.isArray(part) && part.length === 2 ? (part as unknown[]) : [];
}

function isSorting(part: unknown): part is Sorting {
  return sortings.some((each) => each === part);
}

function isNumber(part: unknown): part is number {
  return typeof part === 'number' && Number.isSafeInteger(part) && part >= 0;
}

function isId(part: unknown): part is string {
  return typeof part === 'string' && isTaskId(part) && part === part.toLowerCase();
}
