import { api } from '../../../api/client.js';
import { dataOf } from '../../../api/data-of.js';
import type { ListWish } from './list-wish.js';
import { type TaskRow, rowOf } from './task-row.js';

export interface TaskPage {
  /** The question that it answers, as text. */
  readonly key: string;
  readonly rows: readonly TaskRow[];
  readonly cursor: string | null;
  /** The source that did not answer. */
  readonly missing: 'history' | 'broker' | null;
}

const PAGE = 100;

/** Running tasks that are read to be sorted by their start. */
const MOST_RUNNING = 1_000;

/** Reads the first page, or the one at a cursor. */
export async function readPage(
  wish: ListWish,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<TaskPage> {
  const page = await readOne(wish, cursor, signal);
  if (wish.sort !== 'started') return page;
  const rows = [...page.rows];
  for (let next = page.cursor; next !== null && rows.length < MOST_RUNNING;) {
    const more = await readOne(wish, next, signal);
    rows.push(...more.rows);
    next = more.cursor;
  }
  return { ...page, rows: byStart(rows, wish.order), cursor: null };
}

async function readOne(wish: ListWish, cursor: string | undefined, signal: AbortSignal): Promise<TaskPage> {
  const { q, sort, order, withPayload, fields } = wish;
  const query = {
    ...{ q, limit: PAGE },
    ...(sort !== 'started' && { sort, order }),
    ...includedIn(withPayload, fields),
    ...(cursor !== undefined && { cursor }),
  };
  const data = dataOf(await api.GET('/tasks', { params: { query }, signal }));
  return {
    key: JSON.stringify(wish),
    rows: data.items.map((task) => rowOf(task, fields)),
    cursor: data.next_cursor,
    missing: data.looked?.missing ?? null,
  };
}

function includedIn(withPayload: boolean, fields: readonly string[]): { include?: 'payload' | 'columns' } {
  if (withPayload) return { include: 'payload' };
  return fields.length > 0 ? { include: 'columns' } : {};
}

/** Reads at most 20 tasks by their ids. */
export async function readRows(
  ids: readonly string[],
  { withPayload, fields }: Pick<ListWish, 'withPayload' | 'fields'>,
  signal: AbortSignal,
): Promise<readonly TaskRow[]> {
  const wish: ListWish = { q: `id:${ids.join('|')}`, sort: 'created', order: 'desc', withPayload, fields };
  return (await readPage(wish, undefined, signal)).rows;
}

function byStart(rows: readonly TaskRow[], order: 'asc' | 'desc'): readonly TaskRow[] {
  const sign = order === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => sign * (a.started_at ?? '').localeCompare(b.started_at ?? ''));
}
