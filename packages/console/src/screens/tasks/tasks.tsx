import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { basePath } from '../../app/base-path.js';
import { pathTo, withQuery } from '../../app/paths.js';
import { useListKeys } from '../../app/use-list-keys.js';
import { useQuery } from '../../app/use-query.js';
import { Button } from '../../components/controls/button.js';
import { Screen } from '../../components/layout/screen.js';
import { BulkDialog } from './bulk/bulk-dialog.js';
import { NOTHING_SELECTED, isEmpty, toggled } from './bulk/selection.js';
import { SelectionBar } from './bulk/selection-bar.js';
import type { Order } from './bulk/verbs.js';
import { Filters } from './filters/filters.js';
import { WindowPicker } from './filters/window-picker.js';
import { ColumnsMenu } from './list/columns-menu.js';
import { TaskTable } from './list/task-table.js';
import { useTaskColumns } from './list/use-task-columns.js';
import { useTaskList } from './list/use-task-list.js';
import { addressOf, wishIn } from './query/address-query.js';
import { FilterChips } from './query/filter-chips.js';
import { useDeclaredColumns } from './list/use-declared-columns.js';
import { QueryBox } from './query/query-box.js';
import { queryFaultsIn } from './query/query-faults.js';
import { ViewsMenu } from './views/views-menu.js';
import './tasks.css';

const NO_NAMES: readonly string[] = [];

/** All tasks of all queues: searched, followed and acted on. */
export function Tasks() {
  const { query, setQuery } = useQuery();
  const { q, sort, order, isRunning } = wishIn(query);
  const search = (next: string): void => setQuery(addressOf(next));
  const selection = useSignal(NOTHING_SELECTED);
  const asked = useSignal<Order | undefined>(undefined);
  const isAtTop = useRef(true);
  const current = useRef<string | undefined>(undefined);
  const ids = useRef<readonly string[]>([]);

  const fields = useDeclaredColumns(q);
  const runningNames = useSignal(NO_NAMES);
  const columns = useTaskColumns({
    ...{ isRunning, runningNames: runningNames.value, fields, selection },
    order: () => ids.current,
  });
  const withPayload = columns.shown.some(({ id }) => id === 'payload');
  const isHeld = () =>
    !isAtTop.current ||
    current.current !== undefined ||
    !isEmpty(selection.value) ||
    document.querySelector('.task-table :popover-open') !== null;
  const list = useTaskList({ q, sort, order, fields, withPayload }, isHeld);
  ids.current = list.ids;
  const names = isRunning ? [...new Set(list.rows.all.map(({ name }) => name))].toSorted() : NO_NAMES;
  useEffect(() => {
    runningNames.value = names;
  }, [names.join(' ')]);
  current.current = useListKeys({
    rows: list.ids,
    pathOf: pathTo.task,
    onSelect: (id) => (selection.value = toggled(selection.value, id, list.ids)),
  });
  useEffect(() => {
    selection.value = NOTHING_SELECTED;
  }, [q]);

  const faults = queryFaultsIn(list.loaded.error) ?? [];
  const sorting = sort === 'started' ? { sort: 'created', order: 'desc' as const } : { sort, order };
  return (
    <Screen
      title="Tasks"
      loaded={faults.length > 0 ? { ...list.loaded, error: undefined } : list.loaded}
      actions={
        <>
          <ViewsMenu q={q} sort={sort === 'started' ? 'created' : sort} order={sorting.order} />
          <ColumnsMenu columns={columns.all} />
          <Button
            {...{ label: 'Export', icon: 'download', isDownload: true }}
            title="All tasks that match, as JSON Lines"
            href={withQuery(`${basePath}/tasks/export`, { q, ...sorting })}
          />
        </>
      }
    >
      <div class="tasks">
        <div class="line tasks-query">
          <QueryBox q={q} faults={faults} onSearch={search} />
          <WindowPicker q={q} onChange={search} />
        </div>
        <div class="tasks-chips">
          {isEmpty(selection.value) ? (
            <FilterChips q={q} onChange={search} />
          ) : (
            <SelectionBar
              {...{ selection, q, rows: list.rows, hasMore: list.hasMore }}
              onOrder={(given) => (asked.value = given)}
            />
          )}
        </div>
        <div class="tasks-body">
          <Filters q={q} isRunning={isRunning} isAnswered={!list.isFirstLoad} onChange={search} />
          <TaskTable
            {...{ list, columns: columns.shown, currentKey: current.current, isEverything: q === '' }}
            sort={{ by: sort, order }}
            onSort={({ by, order: next }) => setQuery({ sort: by, order: next })}
            onTop={(isTop) => {
              isAtTop.current = isTop;
              if (isTop && !isHeld()) list.showNewer();
            }}
          />
        </div>
        {asked.value && (
          <BulkDialog
            order={asked.value}
            onClose={() => (asked.value = undefined)}
            onStarted={() => (selection.value = NOTHING_SELECTED)}
          />
        )}
      </div>
    </Screen>
  );
}
