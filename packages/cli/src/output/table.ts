import { oneLine } from './clean.js';
import { cutTo, padTo, widthOf } from './width.js';

/** A column of a table: its heading, and its cell in the row of an item. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (item: T) => string | number | null | undefined;
  readonly align?: 'left' | 'right';
  /** For long texts: if the table is wider than the terminal, this column is cut. */
  readonly isText?: boolean;
}

const GAP = '  ';
/** A column of texts is not cut any further. */
const MIN_TEXT_WIDTH = 12;

/**
 * A table for people: a line of headings, then one line for each item.
 *
 * @param maxWidth width of the terminal; columns of texts are cut to it
 */
export function tableOf<T>(
  items: readonly T[],
  columns: readonly Column<T>[],
  maxWidth = Number.POSITIVE_INFINITY,
): string {
  const rows = [
    columns.map(({ title }) => title),
    ...items.map((item) => columns.map((column) => cellOf(column, item))),
  ];
  const natural = columns.map((_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))));
  const widths = fitted(natural, columns, maxWidth);
  const lineOf = (row: readonly string[]) =>
    row.map((cell, i) => padTo(cutTo(cell, widths[i] ?? 0), widths[i] ?? 0, columns[i]?.align)).join(GAP);
  return rows.map((row) => `${lineOf(row).trimEnd()}\n`).join('');
}

function cellOf<T>({ cell }: Column<T>, item: T): string {
  const value = cell(item);
  return value === null || value === undefined || value === '' ? '-' : oneLine(String(value));
}

/** Takes what is missing from the widest column of texts, again and again. */
function fitted<T>(natural: readonly number[], columns: readonly Column<T>[], maxWidth: number): number[] {
  const widths = [...natural];
  let excess = sum(widths) + GAP.length * (widths.length - 1) - maxWidth;
  for (; excess > 0; excess--) {
    const widest = Math.max(...widths.filter((_, i) => columns[i]?.isText));
    if (widest <= MIN_TEXT_WIDTH) break;
    const at = widths.findIndex((width, i) => width === widest && columns[i]?.isText);
    widths[at] = widest - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
