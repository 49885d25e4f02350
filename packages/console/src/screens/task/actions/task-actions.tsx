import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { api, client } from '../../../api/client.js';
import { given } from '../../../api/given-reason.js';
import type { Task } from '../../../api/types.js';
import { useAct } from '../../../api/use-act.js';
import { pathTo } from '../../../app/paths.js';
import { may, session } from '../../../app/session.js';
import { Button, type ButtonProps } from '../../../components/controls/button.js';
import { copyText } from '../../../components/controls/copy-button.js';
import { Menu } from '../../../components/controls/menu.js';
import { Confirm } from '../../../components/feedback/confirm.js';
import { ChangeTask } from './change-task.js';
import { copyAsCurl } from './copy-as-curl.js';
import { type TaskAction, offeredActions } from './offered-actions.js';
import { type Question, questionOf } from './questions.js';
import { ReplayTask } from './replay-task.js';

export interface TaskActionsProps {
  readonly task: Task;
  /** Called after a change of the task. */
  readonly onDone: () => void;
}

/** Actions that the task and the role allow now. */
export function TaskActions({ task, onDone }: TaskActionsProps) {
  const asked = useSignal<TaskAction | undefined>(undefined);
  const { route } = useLocation();
  const close = (): void => {
    asked.value = undefined;
  };
  const acting = useAct(async (action: Question, reason: string) => {
    const said = await ACTS[action](task, given(reason));
    close();
    if (action === 'delete') route(pathTo.tasks());
    else onDone();
    return said;
  });
  const offered = offeredActions(task, { may, name: session.value?.name ?? null });
  const buttons = buttonsFor((action) => (asked.value = action));
  const question = questionOf(asked.value, task);
  return (
    <>
      {BUTTONS.filter((action) => offered.includes(action)).map((action) => (
        <Button key={action} {...buttons[action]} />
      ))}
      <Menu
        label="More actions"
        isIconOnly
        items={[
          ...IN_MENU.filter((action) => offered.includes(action)).map((action) => buttons[action]),
          { label: 'Copy ID', icon: 'copy', onClick: () => void copyText(task.task_id) },
          { label: 'Copy as curl', icon: 'copy', onClick: () => void copyAsCurl(task) },
        ]}
      />
      {question && (
        <Confirm
          key={question.action}
          {...question}
          isOpen
          isBusy={acting.isRunning}
          onClose={close}
          onConfirm={(reason) => void acting.run(question.action, reason)}
        >
          <p>{question.text}</p>
        </Confirm>
      )}
      {asked.value === 'change' && <ChangeTask task={task} onClose={close} onDone={onDone} />}
      {asked.value === 'replay' && <ReplayTask task={task} onClose={close} />}
    </>
  );
}

const BUTTONS = ['cancel', 'retry', 'replay'] as const satisfies readonly TaskAction[];
const IN_MENU = ['promote', 'change', 'delete'] as const satisfies readonly TaskAction[];

function buttonsFor(ask: (action: TaskAction) => void): Readonly<Record<TaskAction, ButtonProps>> {
  return {
    cancel: { label: 'Cancel', look: 'danger', onClick: () => ask('cancel') },
    retry: { label: 'Retry', icon: 'retry', look: 'primary', onClick: () => ask('retry') },
    replay: { label: 'Replay', onClick: () => ask('replay') },
    promote: { label: 'Run now …', icon: 'play', onClick: () => ask('promote') },
    change: { label: 'Change …', icon: 'settings', onClick: () => ask('change') },
    delete: { label: 'Delete …', icon: 'close', onClick: () => ask('delete') },
  };
}

interface Reason {
  readonly reason?: string;
}

/** Each carries out an action, and says what was done. */
const ACTS: Readonly<Record<Question, (task: Task, reason: Reason) => Promise<string>>> = {
  async cancel({ task_id: id }, { reason }) {
    const { status } = await client.handle(id).cancel(reason);
    return status === 'REVOKED' ? 'Cancelled' : 'Asked to stop';
  },
  async retry({ task_id }, body) {
    await api.POST('/tasks/{task_id}/retry', { params: { path: { task_id } }, body });
    return 'It waits to be run again';
  },
  async promote({ task_id }, body) {
    await api.POST('/tasks/{task_id}/promote', { params: { path: { task_id } }, body });
    return 'It no longer waits for its time';
  },
  async delete({ task_id }, query) {
    await api.DELETE('/tasks/{task_id}', { params: { path: { task_id }, query } });
    return 'Deleted';
  },
};
