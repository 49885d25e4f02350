import { Injectable } from '@nestjs/common';
import { type Sliced, atOnce } from '../../../platform/timing/slices.js';
import { CoreOptions } from '../../core-options.js';
import { CompletionListeners } from '../../lifetime/completion-listeners.js';
import { JobPreparer } from '../../submit/job-preparer.js';
import { PayloadSeals } from '../../submit/payload-seals.js';
import type { PreparedJob } from '../../submit/prepared-job.js';
import { runningTask } from '../../task/running-task.js';
import type { SubmitContext } from '../../task/submit-context.js';
import { madeAt, newTaskId } from '../../task/task-id.js';
import { TaskRegistry } from '../../task/task-registry.js';
import type { WorkflowDefinition } from '../definition/workflow-definition.js';
import type { PlanLimits, WorkflowPlan } from '../definition/workflow-plan.js';
import { planning } from '../planning/plan-of.js';
import { hooksOf, plannedJobs } from './planned-jobs.js';
import { type Fields, field } from '../record/workflow-record.js';
import type { WorkflowFacts } from '../record/workflow.js';

/** Where a workflow comes from. */
export interface WorkflowContext extends SubmitContext {
  /** `outside`: only tasks that outsiders may submit. Default: `code`. */
  readonly source?: PlanLimits['source'];
  /** The running task that ends with the workflow. */
  readonly replaces?: ReplacedTask;
}

/** A task that has replaced itself by a workflow. */
export interface ReplacedTask {
  readonly queue: string;
  readonly id: string;
  /** How many workflows the new one is nested in. */
  readonly depth: number;
}

/** A workflow with everything to be stored. */
export interface PreparedWorkflow {
  readonly id: string;
  readonly facts: WorkflowFacts;
  readonly fields: Fields;
  readonly jobs: readonly PreparedJob[];
}

/** Turns a definition into the workflow to be stored. Asks no broker. */
@Injectable()
export class WorkflowPlanner {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly preparer: JobPreparer,
    private readonly listeners: CompletionListeners,
    private readonly seals: PayloadSeals,
    private readonly options: CoreOptions,
  ) {}

  /** @throws InvalidWorkflowError, WebhookRefusedError */
  prepare(definition: WorkflowDefinition, origin: WorkflowContext): PreparedWorkflow {
    return atOnce(this.preparing(definition, origin));
  }

  /** The same in slices. */
  *preparing(definition: WorkflowDefinition, origin: WorkflowContext): Sliced<PreparedWorkflow> {
    const { source = 'code', nextId = newTaskId } = origin;
    const { parent = runningTask() } = origin;
    const { maxPayloadBytes } = this.options;
    const plan = yield* planning(definition, this.registry, { source, maxPayloadBytes });
    if (plan.webhookUrl !== undefined) this.listeners.get().check(plan.webhookUrl);
    const id = nextId();
    const { preparer, seals } = this;
    const { jobs, fields } = yield* plannedJobs(id, plan, { preparer, seals }, { ...origin, parent });
    const facts = factsOf(id, plan, { ...origin, parent });
    return { id, facts, jobs, fields: [...fieldsOf(plan, origin), ...fields] };
  }
}

function factsOf(
  id: string,
  plan: WorkflowPlan,
  { at, parent, submittedBy, replaces }: WorkflowContext,
): WorkflowFacts {
  return {
    name: plan.name,
    tags: plan.tags,
    createdAt: Math.min(at ?? madeAt(id), Date.now()),
    steps: plan.steps.length,
    hooks: hooksOf(plan),
    submittedBy: (parent ? parent.submittedBy : submittedBy) ?? null,
    parent: parent ? { id: parent.id, rootId: parent.rootId } : null,
    depth: replaces?.depth ?? 0,
  };
}

function fieldsOf({ steps, retentionMs, webhookUrl }: WorkflowPlan, { replaces }: WorkflowContext): Fields {
  const count = String(steps.length);
  const fields: Fields = [
    [field.steps, count],
    [field.open, count],
  ];
  if (retentionMs !== undefined) fields.push([field.retentionMs, String(retentionMs)]);
  if (webhookUrl !== undefined) fields.push([field.webhookUrl, webhookUrl]);
  if (replaces) fields.push([field.parentJob, `${replaces.queue} ${replaces.id}`]);
  return fields;
}
