import { Component, type ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { type Column, Heading, type TableProps } from './table.js';
import { type Rows, rowsInView } from './rows-in-view.js';
import './table.css';
import './virtual-table.css';

/** Rows come and go while one scrolls: a width that followed their content would jump. */
export interface VirtualColumn<Row> extends Column<Row> {
  readonly widthRem: number;
}

export interface VirtualTableProps<Row> extends TableProps<Row> {
  readonly columns: readonly VirtualColumn<Row>[];
  /** Rows that there are in all, for screen readers; omitted while nobody knows. */
  readonly total?: number | undefined;
  /** Called while the last rows are in view, after each change. */
  readonly onEnd?: () => void;
  /** Called when the first row leaves the view or comes back. */
  readonly onTop?: (isAtTop: boolean) => void;
  /** Shown below the last row, such as that more are being read. */
  readonly foot?: ComponentChildren;
}

/** Rows until the end at which the next ones are read. */
const AHEAD = 40;

/**
 * A table of as many rows as there are: only those in view are in the page. All rows have the height `--row-dense`, and
 * the column without a width in the style takes what is left.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { columns, rows, keyOf, currentKey, onEnd, onTop } = props;
  const frame = useRef<HTMLDivElement>(null);
  const view = useSignal<Rows>({ first: 0, end: 60 });
  const isAtTop = useRef(true);

  const look = (): void => {
    if (!frame.current) return;
    const { scrollTop, clientHeight } = frame.current;
    const next = rowsInView({ scrollTop, height: clientHeight, rowHeight: rowHeightOf(frame.current) });
    if (next.first !== view.value.first || next.end !== view.value.end) view.value = next;
    if (scrollTop < 8 !== isAtTop.current) {
      isAtTop.current = scrollTop < 8;
      onTop?.(isAtTop.current);
    }
  };
  useLayoutEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (rows.length > 0 && view.value.end + AHEAD >= rows.length) onEnd?.();
  });
  const currentIndex = currentKey === undefined ? -1 : rows.findIndex((row) => keyOf(row) === currentKey);
  useLayoutEffect(() => {
    if (currentIndex >= 0 && frame.current) scrollToRow(frame.current, currentIndex);
  }, [currentIndex]);

  const { first } = view.value;
  const end = Math.min(view.value.end, rows.length);
  const widthRem = columns.reduce((sum, column) => sum + column.widthRem, 0);
  return (
    <div
      ref={frame}
      class="table-frame virtual-table"
      tabIndex={0}
      role="group"
      aria-label={props.caption}
      onScroll={look}
    >
      <table class="table" style={{ minWidth: `${widthRem}rem` }} aria-rowcount={props.total ?? -1}>
        <caption class="visually-hidden">{props.caption}</caption>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ width: `${(column.widthRem / widthRem) * 100}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Heading key={column.id} {...props} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={first} columns={columns.length} />
          {rows.slice(first, end).map((row, index) => (
            <VirtualRow
              key={keyOf(row)}
              row={row}
              columns={columns}
              rowIndex={first + index + 2}
              isCurrent={first + index === currentIndex}
            />
          ))}
          <Gap rows={Math.max(0, rows.length - end)} columns={columns.length} />
        </tbody>
      </table>
      {rows.length === 0 ? props.empty : props.foot}
    </div>
  );
}

/** Stands for rows that are not in the page. */
function Gap({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  if (rows <= 0) return null;
  return (
    <tr class="virtual-gap" aria-hidden="true">
      <td colSpan={columns} style={{ height: `calc(${rows} * var(--row-dense))` }} />
    </tr>
  );
}

interface VirtualRowProps<Row> {
  readonly row: Row;
  readonly columns: readonly VirtualColumn<Row>[];
  readonly rowIndex: number;
  readonly isCurrent: boolean;
}

/** Drawn again only if something about the row is new: a list changes four times a second. */
class VirtualRow<Row> extends Component<VirtualRowProps<Row>> {
  override shouldComponentUpdate({ row, columns, rowIndex, isCurrent }: VirtualRowProps<Row>): boolean {
    const { props } = this;
    return (
      row !== props.row ||
      columns !== props.columns ||
      rowIndex !== props.rowIndex ||
      isCurrent !== props.isCurrent
    );
  }

  override render({ row, columns, rowIndex, isCurrent }: VirtualRowProps<Row>) {
    return (
      <tr aria-rowindex={rowIndex} data-current={isCurrent || undefined}>
        {columns.map(({ id, cell, isNumber }) => (
          <td key={id} data-column={id} class={isNumber ? 'number' : undefined}>
            {cell(row)}
          </td>
        ))}
      </tr>
    );
  }
}

function rowHeightOf(frame: HTMLElement): number {
  return frame.querySelector('thead tr')?.getBoundingClientRect().height ?? 26;
}

function scrollToRow(frame: HTMLElement, index: number): void {
  const height = rowHeightOf(frame);
  const top = index * height;
  if (top < frame.scrollTop) frame.scrollTop = top;
  const bottom = top + 2 * height; // the heading covers one row
  if (bottom > frame.scrollTop + frame.clientHeight) frame.scrollTop = bottom - frame.clientHeight;
}
