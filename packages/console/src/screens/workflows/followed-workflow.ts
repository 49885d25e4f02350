import type { WorkflowEvent } from '@celeriac/client';
import type { Workflow, WorkflowDetails, WorkflowStep } from '../../api/types.js';

/** A workflow after one of its events. Steps that have not changed stay the same objects. */
export function afterEvent(
  workflow: WorkflowDetails | undefined,
  event: WorkflowEvent,
): WorkflowDetails | undefined {
  if (event.type === 'snapshot') return event.data;
  if (workflow === undefined) return undefined;
  if (event.type === 'end') return { ...workflow, ...event.data };
  const { name, ...step } = event.data;
  const steps = { ...workflow.steps, [name]: step };
  const status = workflow.status === 'PENDING' && step.status !== 'PENDING' ? 'STARTED' : workflow.status;
  const before = workflow.steps[name];
  // The items of an `each` are known only once it has its list.
  const added = (step.items?.total ?? 0) - (before?.items?.total ?? 0);
  const ended = endedOf(step) - (before ? endedOf(before) : 0);
  return {
    ...workflow,
    ...{ steps, status },
    step_count: workflow.step_count + added,
    open_step_count: workflow.open_step_count + added - ended,
  };
}

function endedOf(step: WorkflowStep): number {
  return (isFinal(step.status) ? 1 : 0) + (step.items?.ended ?? 0);
}

export function isFinal(status: string): boolean {
  return status === 'SUCCESS' || status === 'FAILURE' || status === 'REVOKED';
}

/** True while its steps or the tasks after its end can still change. */
export function isMoving({ status, hooks }: Pick<WorkflowDetails, 'status' | 'hooks'>): boolean {
  return !isFinal(status) || Object.values(hooks).some((hook) => !isFinal(hook.status));
}

/** Steps in each status, in the order of a task's life. */
export function countByStatus(
  steps: Readonly<Record<string, WorkflowStep>>,
): ReadonlyMap<WorkflowStep['status'], number> {
  const counts = new Map<WorkflowStep['status'], number>();
  for (const { status } of Object.values(steps)) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

/** Share of the steps and items that have ended, 0 to 100. */
export function percentEnded({ step_count: all, open_step_count: open }: Workflow): number {
  return all === 0 ? 100 : ((all - open) / all) * 100;
}
