import type { ComponentChildren } from 'preact';
import { Button } from '../controls/button.js';
import './table.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** Shown instead of the title, such as a checkbox for all rows. */
  readonly heading?: ComponentChildren;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
  /** True where the list can be sorted by it. */
  readonly isSortable?: boolean;
}

export interface Sort {
  readonly by: string;
  readonly order: 'asc' | 'desc';
}

export interface TableProps<Row> {
  /** Read out by screen readers: `Queues`. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The row that the keyboard is on. */
  readonly currentKey?: string | undefined;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  /** Shown instead of rows. */
  readonly empty?: ComponentChildren;
}

export function Table<Row>(props: TableProps<Row>) {
  const { columns, rows, keyOf } = props;
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={props.caption}>
      <table class="table">
        <caption class="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.id} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-current={keyOf(row) === props.currentKey || undefined}>
              {columns.map(({ id, cell, isNumber }) => (
                <td key={id} class={isNumber ? 'number' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && props.empty}
    </div>
  );
}

interface HeadingProps<Row> extends Pick<TableProps<Row>, 'sort' | 'onSort'> {
  readonly column: Column<Row>;
}

export function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  const { id, title, heading, isNumber, isSortable } = column;
  const order = sort?.by === id ? sort.order : undefined;
  const aria = order && (order === 'asc' ? 'ascending' : 'descending');
  return (
    <th scope="col" class={isNumber ? 'number' : undefined} aria-sort={aria}>
      {isSortable && onSort ? (
        <Button
          look="quiet"
          label={title}
          {...(order && { icon: order === 'asc' ? 'up' : 'down' })}
          onClick={() => onSort({ by: id, order: order === 'desc' ? 'asc' : 'desc' })}
        />
      ) : (
        (heading ?? title)
      )}
    </th>
  );
}
