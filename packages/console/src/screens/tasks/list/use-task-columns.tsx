import type { Signal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { useRunTimes } from '../../../api/stats/run-times.js';
import { may } from '../../../app/session.js';
import { SelectAllBox, SelectBox } from '../bulk/select-box.js';
import type { Selection } from '../bulk/selection.js';
import { chosenColumns } from './chosen-columns.js';
import { COLUMNS, MENU_COLUMN, type TaskColumn, payloadColumn, runningColumn } from './columns.js';

export interface ColumnWish {
  /** True for the list of what runs, by its start. */
  readonly isRunning: boolean;
  /** Task types of the list of what runs. */
  readonly runningNames: readonly string[];
  /** Fields of the payload that have columns. */
  readonly fields: readonly string[];
  readonly selection: Signal<Selection>;
  readonly order: () => readonly string[];
}

export interface TaskColumns {
  readonly shown: readonly TaskColumn[];
  /** Those that one can choose from. */
  readonly all: readonly TaskColumn[];
}

/** The columns of the list: those that the person has chosen, and may see. */
export function useTaskColumns({
  isRunning,
  runningNames,
  fields,
  selection,
  order,
}: ColumnWish): TaskColumns {
  const seesPayloads = may('admin');
  const selects = may('operator');
  const usual = useRunTimes(runningNames);
  const latestOrder = useRef(order);
  latestOrder.current = order;
  const all = useMemo(
    () => [...COLUMNS, ...fields.map(payloadColumn)].filter(({ isPayload }) => !isPayload || seesPayloads),
    [seesPayloads, fields.join()],
  );
  const shown = useMemo(() => {
    const chosen = all.filter(
      ({ id }) => id === 'name' || id.startsWith('payload.') || isChosen(id, isRunning),
    );
    const ids = () => latestOrder.current();
    const select: TaskColumn = {
      ...{ id: 'select', title: 'Select', widthRem: 2 },
      heading: <SelectAllBox selection={selection} order={ids} />,
      cell: ({ task_id: id }) => <SelectBox id={id} selection={selection} order={ids} />,
    };
    const [first, ...others] = isRunning ? withRunning(chosen, runningColumn(usual)) : chosen;
    return [...(selects ? [select] : []), ...(first ? [first] : []), ...others, MENU_COLUMN];
  }, [all, selects, isRunning, usual, chosenColumns.value]);
  return { shown, all };
}

/** Running tasks have no end yet. */
const NOT_RUNNING = new Set(['started', 'finished', 'run_ms', 'result']);

function isChosen(id: string, isRunning: boolean): boolean {
  return chosenColumns.value.includes(id) && !(isRunning && NOT_RUNNING.has(id));
}

function withRunning(columns: readonly TaskColumn[], running: TaskColumn): readonly TaskColumn[] {
  const after = columns.findIndex(({ id }) => id === 'name') + 1;
  return columns.toSpliced(after, 0, running);
}
