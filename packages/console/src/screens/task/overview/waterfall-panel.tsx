import { client } from '../../../api/client.js';
import type { Task, WorkflowDetails } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { Panel } from '../../../components/layout/panel.js';
import { now } from '../../../format/now.js';
import { readTasksWith } from '../related/read-related.js';
import { tasksWith } from '../tasks-with.js';
import { isFinal } from './state-spans.js';
import { Waterfall } from './waterfall.js';
import { waterfallOf } from './waterfall-rows.js';

/** While something runs, children that no event tells of may come. */
const AGAIN_MS = 5_000;
const MOST_CHILDREN = 20;

interface Surroundings {
  readonly children: readonly Task[];
  readonly hasMoreChildren: boolean;
  readonly workflow: WorkflowDetails | undefined;
}

/** The time of a task, split into the queue, its attempts, its children and the steps beside it. */
export function WaterfallPanel({ task }: { readonly task: Task }) {
  const { task_id: id, status } = task;
  const workflowId = task.replaced_by ?? task.workflow_id;
  const { data, error, reload } = useLoad((signal) => readAround(task, signal), [id, status], {
    on: (change) => change.workflow_id !== null && change.workflow_id === workflowId,
    ...(isOpen(task) && { everyMs: AGAIN_MS }),
  });
  const { children = [], hasMoreChildren = false, workflow } = data ?? {};
  return (
    <Panel
      title="Where the time went"
      actions={hasMoreChildren && <a href={tasksWith(`parent:${id}`)}>All children</a>}
    >
      <ErrorNotice error={error} onRetry={reload} />
      <Waterfall waterfall={waterfallOf({ task, children, workflow }, now.value)} ownId={id} />
      {workflow && (
        <p>
          <a href={pathTo.workflow(workflow.workflow_id)}>Graph of the workflow</a>
        </p>
      )}
    </Panel>
  );
}

/** Its children run on when it has ended, so one that has started is followed. */
function isOpen(task: Task): boolean {
  return !isFinal(task) && task.attempt > 0;
}

async function readAround(task: Task, signal: AbortSignal): Promise<Surroundings> {
  const workflowId = task.replaced_by ?? task.workflow_id;
  const [{ items, next_cursor: cursor }, workflow] = await Promise.all([
    readTasksWith(`parent:${task.task_id}`, MOST_CHILDREN, signal),
    workflowId === null ? undefined : client.workflow(workflowId).state({ signal }),
  ]);
  return { children: items.toReversed(), hasMoreChildren: cursor !== null, workflow };
}
