import { useSignal } from '@preact/signals';
import { api } from '../../api/client.js';
import { useRunTimes } from '../../api/stats/run-times.js';
import type { Worker } from '../../api/types.js';
import { useAct } from '../../api/use-act.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { RunDuration } from '../../components/data/run-duration.js';
import { type Column, Table } from '../../components/data/table.js';
import { Confirm } from '../../components/feedback/confirm.js';
import { Panel } from '../../components/layout/panel.js';
import { counted } from '../../format/number.js';

type ActiveTask = Worker['active'][number];

interface RunningPanelProps {
  readonly worker: Worker;
  readonly onDone: () => void;
}

/** The tasks that a worker runs now, the oldest first: those that take too long in red, each with a cancel. */
export function RunningPanel({ worker, onDone }: RunningPanelProps) {
  const usual = useRunTimes(worker.active.map(({ name }) => name));
  const asked = useSignal<ActiveTask | undefined>(undefined);
  const cancelling = useAct(async ({ task_id: id, name }: ActiveTask, reason: string) => {
    const body = reason === '' ? {} : { reason };
    await api.POST('/tasks/{task_id}/cancel', { params: { path: { task_id: id } }, body });
    asked.value = undefined;
    onDone();
    return `${name} was asked to stop.`;
  });
  const more = worker.active_count - worker.active.length;
  const columns: readonly Column<ActiveTask>[] = [
    { id: 'name', title: 'Task', cell: ({ task_id: id, name }) => <a href={pathTo.task(id)}>{name}</a> },
    { id: 'id', title: 'ID', cell: ({ task_id: id }) => <code class="soft">{id}</code> },
    { id: 'attempt', title: 'Attempt', isNumber: true, cell: ({ attempt }) => attempt },
    {
      id: 'runs',
      title: 'Running for',
      cell: ({ since, name }) => <RunDuration since={since} name={name} usual={usual} />,
    },
  ];
  const cancel: Column<ActiveTask> = {
    id: 'cancel',
    title: 'Actions',
    cell: (task) => <Button label="Cancel" onClick={() => (asked.value = task)} />,
  };
  return (
    <Panel title="Running now">
      <div class="running-frame">
        <Table
          caption={`Tasks that ${worker.name} runs`}
          rows={worker.active}
          keyOf={({ task_id: id, attempt }) => `${id} ${attempt}`}
          columns={may('operator') ? [...columns, cancel] : columns}
          empty={<p class="soft workers-empty">No task is running.</p>}
        />
      </div>
      {more > 0 && <p class="soft">And {counted(more, 'newer task')}.</p>}
      <Confirm
        isOpen={asked.value !== undefined}
        title={`Cancel 1 running task of ${asked.value?.name ?? ''}?`}
        actionLabel="Cancel the task"
        isDanger
        isBusy={cancelling.isRunning}
        onClose={() => (asked.value = undefined)}
        onConfirm={(reason) => asked.value && void cancelling.run(asked.value, reason)}
      >
        <p>
          The task is asked to stop by its signal and becomes REVOKED. One that ignores the signal runs on:
          its page shows it.
        </p>
      </Confirm>
    </Panel>
  );
}
