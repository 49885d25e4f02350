import type { Sliced } from '../../../platform/timing/slices.js';
import type { PreparedJob } from '../../submit/prepared-job.js';
import type { JobPreparer } from '../../submit/job-preparer.js';
import type { StepRole } from '../../task/step-role.js';
import type { SubmitContext } from '../../task/submit-context.js';
import { optionBounds } from '../../task/options/option-bounds.js';
import type { PayloadSeals } from '../../submit/payload-seals.js';
import { idOf, madeAt, nthId } from '../../task/task-id.js';
import { referencesIn } from '../definition/references.js';
import { type HookName, hookNames } from '../definition/workflow-definition.js';
import type { PlannedHook, PlannedStep, WorkflowPlan } from '../definition/workflow-plan.js';
import { sealedEach } from '../record/sealed-each.js';
import { type Fields, START, fieldsOfStart, fieldsOfStep, policyOf } from '../record/workflow-record.js';

/** Steps go with their workflow, which removes them when its own retention is over. */
export const STEP_RETENTION_MS = optionBounds.retentionMs.maximum;
/** Begins those needs of a hook that concern the ended workflow: `$workflow/results/page`. */
export const WORKFLOW = '$workflow';

/** The jobs and the fields of a new workflow. */
export interface PlannedJobs {
  readonly jobs: readonly PreparedJob[];
  readonly fields: Fields;
}

/**
 * The jobs of all steps and hooks of a plan, and the fields of their record. The ids depend on the workflow's alone: a
 * submit that is repeated under the same id stores nothing twice.
 *
 * @throws InvalidOptionError, PayloadTooLargeError
 */
export function* plannedJobs(
  id: string,
  plan: WorkflowPlan,
  { preparer, seals }: { readonly preparer: JobPreparer; readonly seals: PayloadSeals },
  origin: SubmitContext,
): Sliced<PlannedJobs> {
  const numbers = new Map(plan.steps.map(({ name }, number) => [name, number]));
  const children = childrenOf(plan.steps, numbers);
  const roots = plan.steps.flatMap(({ parents }, number) => (parents.length === 0 ? [number] : []));
  const fields: Fields = fieldsOfStart(START, roots);
  const jobs: PreparedJob[] = [];
  const prepare = (planned: PlannedHook, step: string, stepRole: StepRole, taskId: string): PreparedJob => {
    const options = { ...planned.options, retentionMs: STEP_RETENTION_MS };
    const context = { ...origin, nextId: () => taskId };
    return preparer.prepareStep(planned.task, planned.payload, options, context, {
      workflowId: id,
      step,
      stepRole,
    });
  };
  for (const [number, planned] of plan.steps.entries()) {
    const { name, task, parents, ifFailed, each } = planned;
    const job = prepare(planned, name, roleOf(number, planned), nthId(id, number));
    jobs.push(job);
    fields.push(
      ...fieldsOfStep({
        ...{ number, queue: job.task.queue, taskId: job.options.jobId, policy: policyOf[ifFailed] },
        children: children[number] ?? [],
        missing: Math.max(1, parents.length),
        facts: {
          ...{ name, task: task.options.name },
          parents: parents.map((parent) => numbers.get(parent) ?? 0),
          ...(each !== undefined && { each: sealedEach(seals, task.options, each) }),
        },
      }),
    );
    yield;
  }
  for (const hook of hooksOf(plan)) {
    const planned = plan.hooks[hook];
    if (planned === undefined) continue;
    const job = prepare(planned, hook, roleOf(hook, planned), hookId(id, hook));
    jobs.push(job);
    const facts = { name: hook, task: planned.task.options.name, parents: [] };
    const { queue } = job.task;
    fields.push(
      ...fieldsOfStep({
        number: hook,
        queue,
        taskId: job.options.jobId,
        policy: 'h',
        children: [],
        missing: 0,
        facts,
      }),
    );
  }
  return { jobs, fields };
}

/** The id of a hook's task. */
export function hookId(workflowId: string, hook: HookName): string {
  return idOf(`${workflowId}/${hook}`, madeAt(workflowId));
}

export function hooksOf({ hooks }: WorkflowPlan): HookName[] {
  return hookNames.filter((hook) => hooks[hook] !== undefined);
}

function childrenOf(steps: readonly PlannedStep[], numbers: ReadonlyMap<string, number>): number[][] {
  const children: number[][] = steps.map(() => []);
  for (const [number, { parents }] of steps.entries())
    for (const parent of parents) children[numbers.get(parent) ?? 0]?.push(number);
  return children;
}

function roleOf(number: number | string, planned: PlannedHook & { readonly each?: unknown }): StepRole {
  const { payload, each, hasReferences } = planned;
  const found = hasReferences || each !== undefined ? referencesIn({ payload, each }).found : [];
  const needs = new Set(
    found.flatMap(({ reference }) =>
      reference.to === 'result'
        ? [reference.step]
        : reference.to === 'workflow'
          ? [partOf(reference.pointer)]
          : [],
    ),
  );
  return {
    number,
    ...(needs.size > 0 && { needs: [...needs] }),
    ...(each !== undefined && { isEach: true }),
  };
}

/** At most two names of the pointer: more is not read separately. A name of a step needs no escapes. */
function partOf(pointer: string): string {
  return [WORKFLOW, ...pointer.split('/').slice(1, 3)].join('/');
}
