import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { client } from '../../api/client.js';
import type { WorkflowDetails } from '../../api/types.js';
import { useAct } from '../../api/use-act.js';
import { deleteWorkflow, retryWorkflow } from '../../api/workflows.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { Menu } from '../../components/controls/menu.js';
import { Confirm } from '../../components/feedback/confirm.js';
import { counted } from '../../format/number.js';
import { isFinal } from './followed-workflow.js';

export interface WorkflowActionsProps {
  readonly workflow: WorkflowDetails;
  readonly onDone: () => void;
}

type Action = 'retry' | 'cancel' | 'delete';

/** Retry, cancel and delete, each for the role that may do it. */
export function WorkflowActions(props: WorkflowActionsProps) {
  const open = useSignal<Action | undefined>(undefined);
  const offered = offeredActions(props.workflow);
  const opener = (action: Action) => () => (open.value = action);
  const shared = { ...props, onClose: () => (open.value = undefined) };
  return (
    <>
      {offered.retry && <Button label="Retry what failed" icon="retry" onClick={opener('retry')} />}
      {offered.cancel && <Button label="Cancel" icon="close" look="danger" onClick={opener('cancel')} />}
      {offered.delete && (
        <Menu
          label="More actions"
          isIconOnly
          items={[{ label: 'Delete', icon: 'close', onClick: opener('delete') }]}
        />
      )}
      {open.value === 'retry' && <Retry {...shared} />}
      {open.value === 'cancel' && <Cancel {...shared} />}
      {open.value === 'delete' && <Delete {...shared} />}
    </>
  );
}

function offeredActions(workflow: WorkflowDetails): Readonly<Record<Action, boolean>> {
  const { status, archived } = workflow;
  const isKept = isFinal(status) && !archived && may('operator');
  return {
    retry: isKept && status !== 'SUCCESS',
    cancel: !isFinal(status) && may('submitter'),
    delete: isKept,
  };
}

interface ActionProps extends WorkflowActionsProps {
  readonly onClose: () => void;
}

/** Steps that failed, or were revoked for it. Steps that were skipped stay as they are. */
function toRetry({ steps }: WorkflowDetails): number {
  return Object.values(steps).filter(({ status }) => status === 'FAILURE' || status === 'REVOKED').length;
}

function Retry({ workflow, onDone, onClose }: ActionProps) {
  const act = useAct(async (reason: string) => {
    await retryWorkflow(workflow.workflow_id, reason);
    onDone();
    return 'The workflow goes on.';
  });
  return (
    <Confirm
      isOpen
      title={`Retry ${counted(toRetry(workflow), 'step')}?`}
      actionLabel="Retry"
      isBusy={act.isRunning}
      onClose={onClose}
      onConfirm={(reason) => void act.run(reason).then((isDone) => isDone && onClose())}
    >
      <p>Runs what failed and what was revoked for it. Steps that succeeded keep their results.</p>
    </Confirm>
  );
}

function Cancel({ workflow, onDone, onClose }: ActionProps) {
  const act = useAct(async (reason: string) => {
    await client.workflow(workflow.workflow_id).cancel(reason || undefined);
    onDone();
    return 'The workflow is being cancelled.';
  });
  const running = Object.values(workflow.steps).filter(({ status }) => status === 'STARTED').length;
  return (
    <Confirm
      isOpen
      isDanger
      title={`Cancel ${counted(workflow.open_step_count, 'step')}?`}
      actionLabel="Cancel the workflow"
      isBusy={act.isRunning}
      onClose={onClose}
      onConfirm={(reason) => void act.run(reason).then((isDone) => isDone && onClose())}
    >
      <p>
        Steps that wait are revoked.{' '}
        {running > 0 && `${counted(running, 'running step is', 'running steps are')} asked to stop.`}
      </p>
    </Confirm>
  );
}

function Delete({ workflow, onClose }: ActionProps) {
  const { route } = useLocation();
  const act = useAct(async (reason: string) => {
    await deleteWorkflow(workflow.workflow_id, reason);
    route(pathTo.workflows());
    return 'The workflow is deleted.';
  });
  return (
    <Confirm
      isOpen
      isDanger
      title={`Delete the workflow and ${counted(workflow.step_count, 'task')}?`}
      actionLabel="Delete"
      isBusy={act.isRunning}
      onClose={onClose}
      onConfirm={(reason) => void act.run(reason)}
    >
      <p>Its results and logs go with it. A history keeps what it has recorded.</p>
    </Confirm>
  );
}
