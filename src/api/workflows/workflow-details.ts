import { criticalPath } from '../../core/workflows/record/critical-path.js';
import { hookJson, itemJson, stepJson, workflowJson } from '../../core/workflows/record/workflow-json.js';
import type { FoundWorkflow } from '../../core/workflows/record/workflow-reader.js';
import type { WorkflowView } from '../../core/workflows/record/workflow-store.js';
import type { StepSnapshot } from '../../core/workflows/record/workflow.js';
import type { PreparedJob } from '../../core/submit/prepared-job.js';
import type { StartedWorkflow } from '../../core/workflows/start/workflow-queue.js';
import { hookJsonName } from './hook-json-name.js';
import { type StartedWorkflowDto, type StepDto, type WorkflowDetailsDto } from './workflow.dto.js';

/** The answer to a submit: the tasks of all steps and hooks. */
export function startedJson({ id, jobs, facts }: StartedWorkflow): StartedWorkflowDto {
  const hooks = jobs.slice(facts.steps);
  return {
    workflow_id: id,
    status: 'PENDING',
    steps: byName(jobs.slice(0, facts.steps).map((job) => [job.options.step ?? '', pendingTask(job)])),
    hooks: byName(hooks.map((job) => [hookJsonName(job.options.step ?? ''), pendingTask(job)])),
  };
}

/**
 * A workflow with its steps.
 *
 * @param withItems lists the items of `each`
 */
export function detailsOf(
  { workflow, steps, hooks, isArchived = false }: WorkflowView & Partial<Pick<FoundWorkflow, 'isArchived'>>,
  withItems: boolean,
): WorkflowDetailsDto {
  const own = steps.filter(({ itemOf }) => itemOf === null);
  const items = withItems ? itemsByStep(steps) : undefined;
  const path = criticalPath(own, Date.now());
  return {
    ...workflowJson(workflow),
    steps: byName(own.map((step) => [step.name, stepDto(step, items?.get(step.name))])),
    hooks: byName(hooks.map((hook) => [hookJsonName(hook.name), hookJson(hook)])),
    critical_path: path.steps,
    critical_path_ms: path.ms,
    ...(isArchived && { archived: true }),
  };
}

function stepDto(step: StepSnapshot, tasks: readonly StepSnapshot[] | undefined): StepDto {
  const json = stepJson(step);
  if (tasks === undefined || json.items === null) return json;
  return { ...json, items: { ...json.items, tasks: tasks.map(itemJson) } };
}

function itemsByStep(steps: readonly StepSnapshot[]): Map<string, StepSnapshot[]> {
  const items = new Map<string, StepSnapshot[]>();
  for (const step of steps) {
    if (step.itemOf === null) continue;
    const known = items.get(step.itemOf);
    if (known) known.push(step);
    else items.set(step.itemOf, [step]);
  }
  return items;
}

function pendingTask({ options }: PreparedJob) {
  return { task_id: options.jobId, status: 'PENDING' } as const;
}

/** In this order; names of steps begin with a letter or a digit. */
function byName<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries);
}
