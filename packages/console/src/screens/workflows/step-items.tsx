import { useSignal } from '@preact/signals';
import { api } from '../../api/client.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { Button } from '../../components/controls/button.js';
import { Progress } from '../../components/charts/progress.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { duration } from '../../format/duration.js';
import { now } from '../../format/now.js';
import { count, counted } from '../../format/number.js';
import { type ListedStep, runningMs } from './step-list.js';

const SHOWN = 100;

/** The items of an `each`: a number, and the list for who opens it. */
export function StepItems({ workflowId, row }: { readonly workflowId: string; readonly row: ListedStep }) {
  const isOpen = useSignal(false);
  const { items } = row.step;
  if (!items) return null;
  return (
    <div class="stack">
      <Progress label={`Items of ${row.name}`} percent={(items.ended / Math.max(1, items.total)) * 100} />
      <div class="line spread">
        <span>
          {count(items.ended)} of {counted(items.total, 'item')} ended
        </span>
        <Button
          label={isOpen.value ? 'Hide the items' : 'Show the items'}
          icon={isOpen.value ? 'up' : 'down'}
          onClick={() => (isOpen.value = !isOpen.value)}
        />
      </div>
      {isOpen.value && <ItemList workflowId={workflowId} row={row} />}
    </div>
  );
}

function ItemList({ workflowId, row }: { readonly workflowId: string; readonly row: ListedStep }) {
  const limit = useSignal(SHOWN);
  const { data: tasks = [], error } = useLoad(
    async (signal) => {
      const params = { path: { workflow_id: workflowId }, query: { items: 'true' as const } };
      const { data } = await api.GET('/workflows/{workflow_id}', { params, signal });
      return data?.steps[row.name]?.items?.tasks ?? [];
    },
    [workflowId, row.name, row.step.items?.ended],
  );
  if (error !== undefined) return <ErrorNotice error={error} />;
  return (
    <>
      <ol class="step-items" start={0}>
        {tasks.slice(0, limit.value).map((item, index) => (
          <li key={item.task_id}>
            <a href={pathTo.task(item.task_id)} class="mono">
              {row.name}[{index}]
            </a>
            <StatusBadge status={item.status} />
            <span class="number">{duration(runningMs(item, now.value))}</span>
          </li>
        ))}
      </ol>
      {tasks.length > limit.value && (
        <Button
          label={`Show ${SHOWN} more of ${count(tasks.length)}`}
          icon="down"
          onClick={() => (limit.value += SHOWN)}
        />
      )}
    </>
  );
}
