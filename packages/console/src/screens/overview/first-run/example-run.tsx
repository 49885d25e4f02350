import { useSignal } from '@preact/signals';
import { api, client } from '../../../api/client.js';
import type { Task } from '../../../api/types.js';
import { useAct } from '../../../api/use-act.js';
import { useLoad } from '../../../api/use-load.js';
import { pathTo } from '../../../app/paths.js';
import { Progress } from '../../../components/charts/progress.js';
import { Button } from '../../../components/controls/button.js';
import { StatusBadge } from '../../../components/data/status-badge.js';
import type { Example } from './examples.js';

/** One thing to try: a button, and below it the task as it runs. */
export function ExampleRun({ example }: { readonly example: Example }) {
  const { title, text, name, payload } = example;
  const id = useSignal<string | undefined>(undefined);
  const trying = useAct(async () => {
    const handle = await client.submitByName(name, payload);
    id.value = handle.id;
  });
  return (
    <li class="panel">
      <h2>{title}</h2>
      <p class="soft">{text}</p>
      <code>
        {name} {JSON.stringify(payload)}
      </code>
      <div class="line">
        <Button
          label={id.value === undefined ? 'Run it' : 'Run it again'}
          icon="play"
          look={id.value === undefined ? 'primary' : 'plain'}
          isBusy={trying.isRunning}
          title={`${title}: submit the task`}
          onClick={() => void trying.run()}
        />
      </div>
      <div class="example-run" aria-live="polite">
        {id.value !== undefined && <FollowedTask key={id.value} id={id.value} />}
      </div>
    </li>
  );
}

const FINAL = ['SUCCESS', 'FAILURE', 'REVOKED'];

function FollowedTask({ id }: { readonly id: string }) {
  const isFinal = useSignal(false);
  const loaded = useLoad(
    async (signal) => {
      const { data } = await api.GET('/tasks/{task_id}', { params: { path: { task_id: id } }, signal });
      isFinal.value = data !== undefined && FINAL.includes(data.status);
      return data;
    },
    [id],
    { on: ({ task_id: changed }) => changed === id, ...(!isFinal.value && { everyMs: 1_000 }) },
  );
  const task = loaded.data;
  if (task === undefined) return <span class="soft">Submitted …</span>;
  return (
    <>
      <div class="line">
        <StatusBadge status={task.status} />
        {typeof task.progress === 'number' && !isFinal.value && (
          <Progress label="Progress" percent={task.progress} />
        )}
        <span class="example-outcome">{outcomeOf(task)}</span>
      </div>
      <a href={pathTo.task(id)}>Open the task</a>
    </>
  );
}

function outcomeOf({ status, result, error }: Task): string {
  if (status === 'SUCCESS') return `Result: ${JSON.stringify(result)}`;
  return error === null ? '' : `${error.type}: ${error.message}`;
}
