import { api } from '../../api/client.js';
import type { Task } from '../../api/types.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { Progress } from '../../components/charts/progress.js';
import { Button } from '../../components/controls/button.js';
import { Facts } from '../../components/data/facts.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { Time } from '../../components/data/time.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { Panel } from '../../components/layout/panel.js';
import { duration } from '../../format/duration.js';
import { type JsonValue, isObject, parseJson, printJson } from '../../json/json.js';

interface Followed {
  readonly task: Task;
  /** Its result with all its digits. */
  readonly result: JsonValue | undefined;
}

const FALLBACK_MS = 5_000;

/** The task that was just submitted, until its end. */
export function FollowedTask({ id }: { readonly id: string }) {
  const loaded = useLoad((signal) => readTask(id, signal), [id], {
    on: ({ task_id }) => task_id === id,
    everyMs: FALLBACK_MS,
  });
  const { task, result } = loaded.data ?? {};
  return (
    <Panel title="Submitted" actions={<Button label="Open the task" href={pathTo.task(id)} />}>
      <ErrorNotice error={loaded.error} onRetry={loaded.reload} />
      <div class="line" aria-live="polite">
        {task && <StatusBadge status={task.status} />}
        <code>{id}</code>
      </div>
      {task && <Facts facts={factsOf(task)} />}
      {task?.status === 'SUCCESS' && result !== undefined && <pre class="result">{printJson(result)}</pre>}
      {task?.error && (
        <pre class="result">
          {task.error.type}: {task.error.message}
        </pre>
      )}
    </Panel>
  );
}

function factsOf(task: Task): Parameters<typeof Facts>[0]['facts'] {
  const { progress } = task;
  const ranMs =
    task.started_at && task.finished_at
      ? Date.parse(task.finished_at) - Date.parse(task.started_at)
      : undefined;
  return [
    ['Attempt', task.attempt > 0 && `${task.attempt} of ${task.max_attempts}`],
    ['Starts', task.status !== 'STARTED' && task.run_at && <Time at={task.run_at} />],
    ['Worker', task.worker],
    ['Ran for', ranMs !== undefined && duration(ranMs)],
    ['Reason', task.revoke_reason],
    [
      'Progress',
      typeof progress === 'number' ? (
        <Progress label="Progress" percent={progress} />
      ) : (
        progress !== null && <code>{JSON.stringify(progress)}</code>
      ),
    ],
  ];
}

async function readTask(id: string, signal: AbortSignal): Promise<Followed> {
  const params = { path: { task_id: id } };
  const { data } = await api.GET('/tasks/{task_id}', { params, parseAs: 'text', signal });
  const text = String(data);
  const exact = parseJson(text);
  return {
    task: JSON.parse(text) as Task,
    result: isObject(exact) ? exact['result'] : undefined,
  };
}
