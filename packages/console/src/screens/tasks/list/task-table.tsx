import { useMemo } from 'preact/hooks';
import { VirtualTable } from '../../../components/data/virtual-table.js';
import type { Sort } from '../../../components/data/table.js';
import { EmptyState } from '../../../components/feedback/empty-state.js';
import { Button } from '../../../components/controls/button.js';
import type { TaskColumn } from './columns.js';
import type { TaskList } from './use-task-list.js';
import './task-table.css';

export interface TaskTableProps {
  readonly list: TaskList;
  readonly columns: readonly TaskColumn[];
  readonly currentKey: string | undefined;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly onTop: (isAtTop: boolean) => void;
  /** True if the query leaves nothing out. */
  readonly isEverything: boolean;
}

export function TaskTable({ list, isEverything, ...props }: TaskTableProps) {
  const { rows, hasMore, more, isFirstLoad, newer, moreError } = list;
  const total = hasMore || isFirstLoad ? undefined : rows.all.length + 1;
  const foot = useMemo(() => {
    if (moreError !== undefined)
      return (
        <Button label="The next tasks could not be read. Try again" icon="retry" onClick={() => more(true)} />
      );
    return hasMore ? 'Reading more …' : '';
  }, [hasMore, moreError, more]);
  return (
    <div class="task-table" data-loading={isFirstLoad || undefined}>
      {newer !== '' && (
        <div class="newer-tasks">
          <Button label={`${newer} new`} icon="up" look="primary" onClick={() => showTop(list)} />
        </div>
      )}
      <VirtualTable
        {...props}
        caption="Tasks"
        rows={rows.all}
        keyOf={({ task_id: id }) => id}
        total={total}
        onEnd={more}
        empty={isFirstLoad ? null : <NoTasks isEverything={isEverything} />}
        foot={foot && <p class="soft table-foot">{foot}</p>}
      />
    </div>
  );
}

function showTop(list: TaskList): void {
  document.querySelector('.task-table .table-frame')?.scrollTo({ top: 0 });
  list.showNewer();
}

function NoTasks({ isEverything }: { readonly isEverything: boolean }) {
  return isEverything ? (
    <EmptyState title="No tasks yet" command={`curl -X POST '${location.origin}/tasks?x=10&y=2'`}>
      Submit one, and it appears here at once.
    </EmptyState>
  ) : (
    <EmptyState title="No task fits">Remove a filter, or look further back in time.</EmptyState>
  );
}
