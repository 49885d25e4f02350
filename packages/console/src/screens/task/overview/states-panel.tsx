import { api } from '../../../api/client.js';
import type { Task, Transition } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { StatusBadge } from '../../../components/data/status-badge.js';
import { Time } from '../../../components/data/time.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { Panel } from '../../../components/layout/panel.js';
import { duration } from '../../../format/duration.js';
import { now } from '../../../format/now.js';
import { type StateSpan, isFinal, stateSpans } from './state-spans.js';
import './states-panel.css';

/** Height of a state, so that nothing moves when they arrive. */
const ROW_REM = 2;

/** The states of the task, each with its time and its duration. */
export function StatesPanel({ task }: { readonly task: Task }) {
  const { task_id: id, status, attempt } = task;
  const { data, error, reload } = useLoad((signal) => readTransitions(id, signal), [id, status, attempt]);
  return (
    <Panel title="States">
      <ErrorNotice error={error} onRetry={reload} />
      <ol class="states" style={{ minHeight: `${rowsOf(task) * ROW_REM}rem` }}>
        {stateSpans(data ?? [], now.value).map((span, index) => (
          <State key={index} span={span} />
        ))}
      </ol>
    </Panel>
  );
}

function State({ span: { status, at, attempt, actor, reason, lastsMs } }: { readonly span: StateSpan }) {
  return (
    <li>
      <StatusBadge status={status} />
      <span class="states-times">
        <Time at={at} isExact />
        {lastsMs !== null && <span class="states-lasts">{duration(lastsMs)}</span>}
      </span>
      <span class="soft">
        {[
          attempt > 0 && `attempt ${attempt}`,
          actor !== null && `${status === 'PENDING' ? 'by' : 'on'} ${actor}`,
        ]
          .filter(Boolean)
          .join(', ')}
      </span>
      {reason !== null && <span class="states-reason soft">{reason}</span>}
    </li>
  );
}

/** The number of states that the task has been in, as far as it tells. */
function rowsOf(task: Task): number {
  const { errors, started_at: startedAt, status } = task;
  const isLastListed = status === 'FAILURE' || status === 'RETRY' || startedAt === null;
  return 1 + 2 * errors.length + (isLastListed ? 0 : 1) + (isFinal(task) && status !== 'FAILURE' ? 1 : 0);
}

async function readTransitions(id: string, signal: AbortSignal): Promise<readonly Transition[]> {
  const { data } = await api.GET('/tasks/{task_id}/transitions', {
    params: { path: { task_id: id } },
    signal,
  });
  return data?.items ?? [];
}
