import { stripVTControlCharacters } from 'node:util';

/** A column of a table: its heading, and its cell in the row of an item. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (item: T) => string | number | null | undefined;
  readonly align?: 'left' | 'right';
}

/** A table for people: a line of headings, then one line for each item. Nothing is cut. */
export function tableOf<T>(items: readonly T[], columns: readonly Column<T>[]): string {
  const rows = [
    columns.map(({ title }) => title),
    ...items.map((item) => columns.map((column) => cellOf(column, item))),
  ];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => pad(cell, widths[i] ?? 0, columns[i]?.align))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function cellOf<T>({ cell }: Column<T>, item: T): string {
  const value = cell(item);
  return value === null || value === undefined || value === '' ? '-' : oneLine(String(value));
}

/** What comes from others may hold line ends and control characters; colours are our own. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\x00-\x1a\x1c-\x1f\x7f-\x9f]/g, ' ');
}

function pad(cell: string, width: number, align: Column<unknown>['align']): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return align === 'right' ? space + cell : cell + space;
}

function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
