import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { api } from '../../../api/client.js';
import { dataOf } from '../../../api/data-of.js';
import { useAct } from '../../../api/use-act.js';
import { pathTo } from '../../../app/paths.js';
import { may } from '../../../app/session.js';
import type { ButtonProps } from '../../../components/controls/button.js';
import { Menu } from '../../../components/controls/menu.js';
import { Confirm } from '../../../components/feedback/confirm.js';
import { type TaskRow, isOver } from '../list/task-row.js';

type Asked = 'cancel' | 'delete';
type Offer = readonly [isOffered: boolean, label: string, onClick: () => void];

/** Actions on the task of a row. Those that the role or the status does not allow are left out. */
export function RowMenu({ row }: { readonly row: TaskRow }) {
  const { route } = useLocation();
  const asked = useSignal<Asked | undefined>(undefined);
  const acting = useAct(act);
  const { task_id: id } = row;
  const items = offersFor(row, {
    open: () => route(pathTo.task(id)),
    run: (action) => void acting.run(action, id, ''),
    ask: (action) => (asked.value = action),
  });
  const confirm = async (action: Asked, reason: string): Promise<void> => {
    if (await acting.run(action, id, reason)) asked.value = undefined;
  };
  return (
    <>
      <Menu label={`Actions for ${row.name} ${id}`} isIconOnly items={items} />
      {asked.value && (
        <ConfirmOne
          {...{ row, action: asked.value, isBusy: acting.isRunning }}
          onClose={() => (asked.value = undefined)}
          onConfirm={(action, reason) => void confirm(action, reason)}
        />
      )}
    </>
  );
}

interface Choices {
  readonly open: () => void;
  readonly run: (action: Action) => void;
  /** Asks first. */
  readonly ask: (action: Asked) => void;
}

function offersFor(row: TaskRow, { open, run, ask }: Choices): ButtonProps[] {
  const { status, run_at: runAt } = row;
  const isOperator = may('operator');
  const isFinal = isOver(row);
  const isLater = status !== 'STARTED' && runAt !== null && Date.parse(runAt) > Date.now();
  const offers: readonly Offer[] = [
    [true, 'Open', open],
    [isOperator && status === 'FAILURE', 'Retry', () => run('retry')],
    [isOperator && status === 'REVOKED', 'Run after all', () => run('retry')],
    [isOperator && !isFinal && isLater, 'Start now', () => run('promote')],
    [isOperator && isFinal, 'Replay as a new task', () => run('replay')],
    [may('submitter') && !isFinal, 'Cancel …', () => ask('cancel')],
    [isOperator && isFinal, 'Delete …', () => ask('delete')],
  ];
  return offers.filter(([isOffered]) => isOffered).map(([, label, onClick]) => ({ label, onClick }));
}

interface ConfirmOneProps {
  readonly row: TaskRow;
  readonly action: Asked;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (action: Asked, reason: string) => void;
}

function ConfirmOne({ row, action, isBusy, onClose, onConfirm }: ConfirmOneProps) {
  const verb = action === 'cancel' ? 'Cancel' : 'Delete';
  return (
    <Confirm
      {...{ isOpen: true, isDanger: true, isBusy, onClose }}
      title={`${verb} 1 task?`}
      actionLabel={`${verb} the task`}
      onConfirm={(reason) => onConfirm(action, reason)}
    >
      <p>
        {row.name} <code>{row.task_id}</code>
      </p>
    </Confirm>
  );
}

type Action = 'cancel' | 'delete' | 'retry' | 'promote' | 'replay';

/** @returns the sentence that tells what was done */
async function act(action: Action, id: string, reason: string): Promise<string> {
  const params = { path: { task_id: id } };
  const body = reason === '' ? {} : { reason };
  switch (action) {
    case 'cancel': {
      const task = dataOf(await api.POST('/tasks/{task_id}/cancel', { params, body }));
      return task.status === 'REVOKED' ? 'The task is cancelled.' : 'The task was asked to stop.';
    }
    case 'delete':
      await api.DELETE('/tasks/{task_id}', { params: { ...params, query: body } });
      return 'The task is deleted.';
    case 'retry':
      await api.POST('/tasks/{task_id}/retry', { params, body });
      return 'The task runs again.';
    case 'promote':
      await api.POST('/tasks/{task_id}/promote', { params, body });
      return 'The task starts now.';
    case 'replay': {
      const task = dataOf(await api.POST('/tasks/{task_id}/replay', { params, body }));
      return `Submitted again as ${task.task_id}.`;
    }
  }
}
