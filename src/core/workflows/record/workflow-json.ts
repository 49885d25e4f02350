import { isoTime, isoTimeOrNull } from '../../../platform/timing/iso-time.js';
import type { StepSnapshot, WorkflowSnapshot } from './workflow.js';

export type WorkflowJson = ReturnType<typeof workflowJson>;

/** A workflow for everyone who may read tasks. */
export function workflowJson(workflow: WorkflowSnapshot) {
  return {
    workflow_id: workflow.id,
    name: workflow.name,
    status: workflow.status,
    tags: workflow.tags,
    created_at: isoTime(workflow.createdAt),
    finished_at: isoTimeOrNull(workflow.finishedAt),
    step_count: workflow.steps,
    open_step_count: workflow.open,
    revoke_reason: workflow.status === 'REVOKED' ? workflow.revokeReason : null,
    submitted_by: workflow.submittedBy,
    parent_id: workflow.parent?.id ?? null,
    root_id: workflow.parent?.rootId ?? null,
  };
}

/** A step of a workflow. */
export function stepJson(step: StepSnapshot) {
  return {
    ...hookJson(step),
    after: step.parents,
    if_failed: step.ifFailed,
    skipped: step.isSkipped,
    items: step.items,
  };
}

/** The task of a hook. */
export function hookJson(hook: StepSnapshot) {
  return { ...itemJson(hook), task: hook.task, queue: hook.queue };
}

/** The task of one item of an `each`. */
export function itemJson({ taskId, status, startedAt, finishedAt }: StepSnapshot) {
  return {
    task_id: taskId,
    status,
    started_at: isoTimeOrNull(startedAt),
    finished_at: isoTimeOrNull(finishedAt),
  };
}
