import type { Task } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { StatusBadge } from '../../../components/data/status-badge.js';
import { type Column, Table } from '../../../components/data/table.js';
import { Time } from '../../../components/data/time.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { Panel } from '../../../components/layout/panel.js';
import { shortId } from '../../../format/short-id.js';
import { duration } from '../../../format/duration.js';
import { durationsOf } from '../overview/state-spans.js';
import type { TabProps } from '../tab-props.js';
import { tasksWith } from '../tasks-with.js';
import { readTasksWith } from './read-related.js';
import { RunsPanel } from './runs-panel.js';

const MOST = 50;

/** Earlier runs of the type, and the tasks that belong to this one. */
export function RelatedTab({ read: { task } }: TabProps) {
  const { task_id: id, parent_id: parentId, replay_of: replayOf, root_id: rootId } = task;
  const isChild = rootId !== null && rootId !== id;
  return (
    <div class="stack">
      <RunsPanel task={task} />
      <TasksPanel title="Children" term={`parent:${id}`} none="It has submitted no tasks." />
      <TasksPanel title="Replays" term={`replay_of:${id}`} none="It has not been replayed." />
      {parentId !== null && (
        <TasksPanel title="Parent" term={`id:${parentId}`} none="It is no longer stored." />
      )}
      {replayOf !== null && (
        <TasksPanel title="Replay of" term={`id:${replayOf}`} none="It is no longer stored." />
      )}
      {isChild && (
        <TasksPanel title="The whole chain" term={`root:${rootId}`} none="It is no longer stored." />
      )}
    </div>
  );
}

const COLUMNS: readonly Column<Task>[] = [
  { id: 'status', title: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'name',
    title: 'Name',
    cell: ({ name, task_id: id }) => <a href={pathTo.task(id)}>{name}</a>,
  },
  { id: 'id', title: 'ID', cell: ({ task_id: id }) => <code title={id}>{shortId(id)}</code> },
  { id: 'created', title: 'Submitted', cell: ({ created_at: at }) => <Time at={at} /> },
  {
    id: 'ran',
    title: 'Ran',
    isNumber: true,
    cell: (task) => duration(durationsOf(task, Date.now()).runMs),
  },
];

interface TasksPanelProps {
  readonly title: string;
  readonly term: string;
  /** Said if there are none. */
  readonly none: string;
}

function TasksPanel({ title, term, none }: TasksPanelProps) {
  const { data, error, reload } = useLoad((signal) => readTasksWith(term, MOST, signal), [term]);
  return (
    <Panel title={title} actions={data && data.next_cursor !== null && <a href={tasksWith(term)}>All</a>}>
      <ErrorNotice error={error} onRetry={reload} />
      {data === undefined && error === undefined && <p class="soft">Loading …</p>}
      {data && data.items.length === 0 && <p class="soft">{none}</p>}
      {data && data.items.length > 0 && (
        <Table caption={title} columns={COLUMNS} rows={data.items} keyOf={({ task_id: id }) => id} />
      )}
    </Panel>
  );
}
