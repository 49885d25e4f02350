import type { Signal } from '@preact/signals';
import { Button } from '../../../components/controls/button.js';
import { count, counted } from '../../../format/number.js';
import type { TaskRows } from '../list/task-rows.js';
import { NOTHING_SELECTED, type Selection } from './selection.js';
import { type Order, VERBS, type Verb, applies, orderForAll, orderForRows, statusesOf } from './verbs.js';
import './selection-bar.css';

const LABELS: Readonly<Record<Verb, string>> = {
  retry: 'Retry failed',
  cancel: 'Cancel',
  delete: 'Delete finished',
};

/** More single rows than this are selected by a query. */
const MOST_ROWS = 200;

export interface SelectionBarProps {
  readonly selection: Signal<Selection>;
  readonly rows: TaskRows;
  readonly q: string;
  /** True if there are more tasks than rows. */
  readonly hasMore: boolean;
  readonly onOrder: (order: Order) => void;
}

/** The actions on the selected tasks, and the way to select all that fit. */
export function SelectionBar({ selection, rows, q, hasMore, onOrder }: SelectionBarProps) {
  const { ids, isAll } = selection.value;
  const isTooMuch = !isAll && ids.size > MOST_ROWS;
  const isPossible = (verb: Verb) =>
    isAll
      ? statusesOf(verb, q).length > 0
      : [...ids].some((id) => applies(verb, rows.get(id)?.status ?? 'PENDING'));
  return (
    <div class="selection-bar" role="toolbar" aria-label="Selected tasks">
      <strong>{isAll ? 'All tasks that match' : `${counted(ids.size, 'task')} selected`}</strong>
      {!isAll && hasMore && (
        <Button
          label="Select all that match"
          onClick={() => (selection.value = { ...NOTHING_SELECTED, isAll: true })}
        />
      )}
      {isTooMuch ? (
        <span class="soft">
          More than {count(MOST_ROWS)} rows: narrow the query and select all that match.
        </span>
      ) : (
        VERBS.filter(isPossible).map((verb) => (
          <Button
            key={verb}
            label={LABELS[verb]}
            look={verb === 'retry' ? 'plain' : 'danger'}
            onClick={() => onOrder(isAll ? orderForAll(verb, q) : orderForRows(verb, selection.value))}
          />
        ))
      )}
      <Button label="Clear" look="quiet" onClick={() => (selection.value = NOTHING_SELECTED)} />
    </div>
  );
}
