import { api } from '../../api/client.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { useListKeys } from '../../app/use-list-keys.js';
import { useQuery } from '../../app/use-query.js';
import { TextField } from '../../components/controls/text-field.js';
import { type Column, Table } from '../../components/data/table.js';
import { Tag } from '../../components/data/tag.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Screen } from '../../components/layout/screen.js';
import type { TaskType } from './task-type.js';

const COLUMNS: readonly Column<TaskType>[] = [
  { id: 'name', title: 'Task', cell: ({ name }) => <a href={pathTo.newTask(name)}>{name}</a> },
  { id: 'summary', title: 'Does', cell: ({ summary }) => summary },
  { id: 'queue', title: 'Queue', cell: ({ queue }) => <a href={pathTo.queue(queue)}>{queue}</a> },
  { id: 'paused', title: 'State', cell: ({ paused }) => paused && <Tag text="paused" tone="warning" /> },
];

/** All types of tasks, to choose one. */
export function TypePicker() {
  const { query, setQuery } = useQuery();
  const loaded = useLoad(async (signal) => (await api.GET('/task-types', { signal })).data?.items ?? [], []);
  const words = (query['q'] ?? '').toLowerCase().split(' ');
  const rows = (loaded.data ?? []).filter((type) => {
    const text = [type.name, type.summary, type.queue, ...type.aliases].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const names = rows.map(({ name }) => name);
  const current = useListKeys({ rows: names, pathOf: pathTo.newTask });
  return (
    <Screen title="New task" loaded={loaded}>
      <TextField
        label="Find a type of task"
        isLabelHidden
        isSearch
        hasFocus
        type="search"
        placeholder="Find a type by its name, queue or summary"
        value={query['q'] ?? ''}
        onInput={(q) => setQuery({ q }, true)}
      />
      <Table
        caption="Types of tasks"
        columns={COLUMNS}
        rows={rows}
        keyOf={({ name }) => name}
        currentKey={current}
        empty={
          loaded.data && (
            <EmptyState title="No type of task matches.">
              <p>Write one with the command below, then add it to a module.</p>
            </EmptyState>
          )
        }
      />
    </Screen>
  );
}
