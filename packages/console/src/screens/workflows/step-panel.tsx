import type { WorkflowDetails } from '../../api/types.js';
import { client } from '../../api/client.js';
import { useLoad } from '../../api/use-load.js';
import { pathTo } from '../../app/paths.js';
import { Button } from '../../components/controls/button.js';
import { Facts } from '../../components/data/facts.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { Time } from '../../components/data/time.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { Notice } from '../../components/feedback/notice.js';
import { Panel } from '../../components/layout/panel.js';
import { duration } from '../../format/duration.js';
import { now } from '../../format/now.js';
import { isFinal } from './followed-workflow.js';
import { StepItems } from './step-items.js';
import { type ListedStep, listSteps, remarksOf, runningMs } from './step-list.js';

export interface StepPanelProps {
  readonly workflow: WorkflowDetails;
  readonly name: string;
  readonly onClose: () => void;
}

/** The chosen step beside the graph. */
export function StepPanel({ workflow, name, onClose }: StepPanelProps) {
  const row = listSteps(workflow).find((one) => one.name === name);
  return (
    <Panel
      title={name}
      actions={<Button label="Close" icon="close" look="quiet" isIconOnly onClick={onClose} />}
    >
      {row ? (
        <StepDetails key={name} row={row} workflow={workflow} />
      ) : (
        <p class="soft">This workflow has no such step.</p>
      )}
    </Panel>
  );
}

function StepDetails({ row, workflow }: { readonly row: ListedStep; readonly workflow: WorkflowDetails }) {
  const { step } = row;
  const remarks = remarksOf(row);
  return (
    <>
      <Facts
        facts={[
          ['Status', <StatusBadge status={step.status} />],
          ['Task', <a href={pathTo.task(step.task_id)}>{step.task}</a>],
          ['Queue', <a href={pathTo.queue(step.queue)}>{step.queue}</a>],
          ['After', step.after && step.after.length > 0 && step.after.join(', ')],
          ['Started', <Time at={step.started_at} />],
          ['Finished', <Time at={step.finished_at} />],
          ['Ran for', duration(runningMs(step, now.value))],
          ['Remarks', remarks.length > 0 && remarks.join(', ')],
        ]}
      />
      {isFinal(step.status) ? <StepError {...row} /> : <StepWaits {...row} />}
      {step.items && step.items.total > 0 && <StepItems workflowId={workflow.workflow_id} row={row} />}
      <div class="line">
        <Button label="Open the task" icon="right" href={pathTo.task(step.task_id)} />
      </div>
    </>
  );
}

/** Why it failed, from its task. */
function StepError({ step }: ListedStep) {
  const { status, task_id: id } = step;
  const { data: task, error } = useLoad(
    async (signal) => (status === 'SUCCESS' ? undefined : client.handle(id).state({ signal })),
    [id, status],
  );
  if (error !== undefined) return <ErrorNotice error={error} />;
  if (task?.error)
    return (
      <Notice tone="failure" title={`${task.error.type}.`}>
        {task.error.message}
      </Notice>
    );
  return task?.revoke_reason ? <Notice title="Revoked:" children={task.revoke_reason} /> : null;
}

/** Why it has not ended. */
function StepWaits({ step }: ListedStep) {
  const { data: why, error } = useLoad(
    (signal) => client.handle(step.task_id).why({ signal }),
    [step.task_id, step.status],
    { everyMs: 5_000 },
  );
  if (error !== undefined) return <ErrorNotice error={error} />;
  return (
    <div class="step-why">
      <h3>Why it has not ended</h3>
      <ul>
        {why?.reasons.map(({ code, message }) => (
          <li key={code + message}>{message}</li>
        ))}
      </ul>
    </div>
  );
}
