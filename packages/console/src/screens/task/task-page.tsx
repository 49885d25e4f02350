import { useLocation, useRoute } from 'preact-iso';
import { withQuery } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { Tag } from '../../components/data/tag.js';
import { Screen } from '../../components/layout/screen.js';
import { Tabs } from '../../components/layout/tabs.js';
import { count } from '../../format/number.js';
import { TaskActions } from './actions/task-actions.js';
import { AuditTab } from './related/audit-tab.js';
import { DataTab } from './data/data-tab.js';
import { LogTab } from './log/log-tab.js';
import { CancelNotice } from './overview/cancel-notice.js';
import { OverviewTab } from './overview/overview-tab.js';
import { isFinal } from './overview/state-spans.js';
import { RelatedTab } from './related/related-tab.js';
import { UnknownTask } from './unknown-task.js';
import type { TabProps } from './tab-props.js';
import { type ReadTask, useTask } from './use-task.js';
import { useTaskOutput } from './use-task-output.js';
import './task-page.css';

/** The parts of the page: first what has happened, then what went in and came out, then the rest. */
const TABS = [
  { id: '', label: 'Overview', Tab: OverviewTab },
  { id: 'data', label: 'Payload and result', Tab: DataTab },
  { id: 'log', label: 'Log', Tab: LogTab },
  { id: 'related', label: 'Related tasks', Tab: RelatedTab },
  { id: 'audit', label: 'Audit', Tab: AuditTab },
] as const;

/** One task: its state and the reason for it, its data, its log, and what can be done with it. */
export function TaskPage() {
  const { id = '' } = useRoute().params;
  return <OneTask key={id} id={id} />;
}

function OneTask({ id }: { readonly id: string }) {
  const loaded = useTask(id);
  const { data: read } = loaded;
  const isOver = read ? isFinal(read.task) : false;
  const output = useTaskOutput(read ? id : undefined, isOver, loaded.reload);
  if (read === null) return <UnknownTask id={id} loaded={loaded} />;
  return (
    <Screen
      title={read?.task.name ?? 'Task'}
      loaded={loaded}
      beside={read && <Beside read={read} />}
      actions={read && <TaskActions task={read.task} onDone={loaded.reload} />}
    >
      {read && <Parts read={read} output={output} />}
    </Screen>
  );
}

function Beside({ read: { task } }: { readonly read: ReadTask }) {
  return (
    <>
      <StatusBadge status={task.status} />
      {task.archived && (
        <Tag
          text="from the history"
          title="Its retention in the broker is over: it can only be read and replayed"
        />
      )}
    </>
  );
}

function Parts({ read, output }: TabProps) {
  const { path, query } = useLocation();
  const shown = TABS.filter(({ id }) => id !== 'audit' || may('operator'));
  const current = shown.find(({ id }) => id === (query['tab'] ?? '')) ?? shown[0] ?? TABS[0];
  const { length } = output.log.lines;
  const tabs = shown.map(({ id, label }) => ({
    href: withQuery(path, { tab: id }),
    label: id === 'log' && length > 0 ? `${label} (${count(length)})` : label,
    isCurrent: id === current.id,
  }));
  return (
    <>
      <CancelNotice task={read.task} />
      <Tabs label="Parts of the task" tabs={tabs} />
      <current.Tab read={read} output={output} />
    </>
  );
}
