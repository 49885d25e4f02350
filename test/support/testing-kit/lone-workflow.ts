import type { TaskError } from '../../../src/core/task/task-error.js';
import { newTaskId } from '../../../src/core/task/task-id.js';
import { DiscardTask } from '../../../src/core/task/task-outcome.js';
import type { TaskRegistry } from '../../../src/core/task/task-registry.js';
import type { ReferenceValues } from '../../../src/core/workflows/definition/references.js';
import { completePayload, itemsOf } from '../../../src/core/workflows/definition/resolved-step.js';
import type {
  HookName,
  WorkflowDefinition,
} from '../../../src/core/workflows/definition/workflow-definition.js';
import type {
  PlannedHook,
  PlannedStep,
  WorkflowPlan,
} from '../../../src/core/workflows/definition/workflow-plan.js';
import { InvalidWorkflowError } from '../../../src/core/workflows/definition/workflow.errors.js';
import { planOf } from '../../../src/core/workflows/planning/plan-of.js';
import { type AttemptEnd, LoneAttempt, type Surroundings } from './lone-attempt.js';
import { throughJson } from './through-json.js';

/** The deepest nesting by `replaceWith`, as in a worker. */
const MAX_DEPTH = 32;
/** More than any test means. */
const MAX_SNOOZES = 1_000;

/** A step, an item of one, or a hook, that has ended. */
export interface StepRun {
  readonly status: 'SUCCESS' | 'FAILURE' | 'REVOKED';
  /** The complete payload, with the values of its references; null if it did not start, or has items. */
  readonly payload: object | null;
  /** Null unless it succeeded. */
  readonly result: unknown;
  /** The error of its last attempt; null unless it failed. */
  readonly error: TaskError | null;
  /** `upstream-failed`, `upstream-skipped`, or `cancelled` by itself; null unless it is REVOKED. */
  readonly revokeReason: string | null;
  /** Attempts that counted. */
  readonly attempts: number;
  /** Of a step with `each`: one for each item, in order. */
  readonly items?: readonly StepRun[];
}

/** A workflow that has ended. */
export interface WorkflowEnd {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE';
  /** The result of its last step; of several last ones, by name. Null if it failed. */
  readonly result: unknown;
  readonly steps: Readonly<Record<string, StepRun>>;
  /** The hooks that ran. */
  readonly hooks: Readonly<Partial<Record<HookName, StepRun>>>;
}

const NOTHING = { payload: null, result: null, error: null, revokeReason: null, attempts: 0 };

/** Runs the steps of a workflow in this process, in the order of its plan. */
export class LoneWorkflow {
  private readonly id = newTaskId();
  private readonly steps = new Map<string, StepRun>();
  private hasFailed = false;

  /** @param depth the number of workflows that it is nested in */
  constructor(
    private readonly registry: TaskRegistry,
    private readonly around: Surroundings,
    private readonly depth = 0,
  ) {}

  /** @throws InvalidWorkflowError */
  async run(definition: WorkflowDefinition): Promise<WorkflowEnd> {
    const { maxPayloadBytes } = this.around.config;
    const plan = planOf(definition, this.registry, { source: 'code', maxPayloadBytes });
    for (const step of plan.steps) {
      const run = await this.runStep(step, plan);
      this.steps.set(step.name, run);
      if (run.status !== 'SUCCESS' && !isSkipped(run) && step.ifFailed === 'fail') this.hasFailed = true;
    }
    const status = this.hasFailed ? 'FAILURE' : 'SUCCESS';
    const result = this.hasFailed ? null : this.resultOf(plan);
    const hooks = await this.runHooks(plan, status);
    return { id: this.id, status, result, steps: Object.fromEntries(this.steps), hooks };
  }

  private async runStep(step: PlannedStep, { steps }: WorkflowPlan): Promise<StepRun> {
    if (this.hasFailed) return { ...NOTHING, status: 'REVOKED', revokeReason: 'upstream-failed' };
    const parents = steps.filter(({ name }) => step.parents.includes(name));
    const skips = parents.some(({ name, ifFailed }) => {
      const run = this.steps.get(name);
      return run !== undefined && run.status !== 'SUCCESS' && (isSkipped(run) || ifFailed === 'skip');
    });
    if (skips) return { ...NOTHING, status: 'REVOKED', revokeReason: 'upstream-skipped' };
    const values = { results: this.results() };
    return step.each === undefined ? this.runTask(step, values) : this.runEach(step, values);
  }

  private async runEach(step: PlannedStep, values: ReferenceValues): Promise<StepRun> {
    const list = attemptTo(() => itemsOf(step.each, values));
    if ('error' in list) return { ...NOTHING, status: 'FAILURE', error: list.error, items: [] };
    const items: StepRun[] = [];
    for (const item of list.value) items.push(await this.runTask(step, { ...values, item }));
    const failed = items.filter(({ status }) => status !== 'SUCCESS');
    const [first] = failed;
    if (first === undefined || step.ifFailed === 'continue')
      return { ...NOTHING, status: 'SUCCESS', result: items.map(shownResult), attempts: 1, items };
    const { type, message } = errorOf(first);
    const error = {
      type: 'DiscardTask',
      message: `${failed.length} of ${items.length} items failed; the first is ${step.name}[${items.indexOf(first)}]: ${type}: ${message}`,
    };
    return { ...NOTHING, status: 'FAILURE', error, attempts: 1, items };
  }

  /** Runs a task until it has ended. */
  private async runTask(planned: PlannedHook, values: ReferenceValues): Promise<StepRun> {
    const complete = attemptTo(() => completePayload(planned, values, this.around.config));
    if ('error' in complete) return { ...NOTHING, status: 'FAILURE', error: complete.error };
    const payload = complete.value;
    const id = newTaskId();
    let snoozes = 0;
    for (let attempt = 1; ;) {
      const { outcome, result, error } = await this.attempt(planned, payload, { id, attempt });
      const ended = { ...NOTHING, payload, attempts: attempt };
      if (outcome === 'succeeded') return { ...ended, status: 'SUCCESS', result };
      if (outcome === 'failed') return { ...ended, status: 'FAILURE', error };
      if (outcome === 'revoked') return { ...ended, status: 'REVOKED', revokeReason: 'cancelled' };
      if (outcome === 'retried') attempt += 1;
      else if (++snoozes > MAX_SNOOZES)
        throw new Error(`${planned.task.options.name} has snoozed ${MAX_SNOOZES} times: does it ever end?`);
    }
  }

  private attempt(
    { task, options }: PlannedHook,
    payload: object,
    given: { readonly id: string; readonly attempt: number },
  ): Promise<AttemptEnd> {
    const replace = (definition: WorkflowDefinition) => this.replace(definition);
    return new LoneAttempt(task, this.around, { ...given, options, replace }).run(throughJson(payload));
  }

  /** @returns the result of the nested workflow */
  private async replace(definition: WorkflowDefinition): Promise<unknown> {
    if (this.depth >= MAX_DEPTH) throw new DiscardTask(`Workflows are nested ${MAX_DEPTH} deep`);
    const nested = new LoneWorkflow(this.registry, this.around, this.depth + 1);
    const { id, status, result, steps } = await nested.run(definition).catch(discardInvalid);
    if (status === 'SUCCESS') return result;
    const [name, step] = Object.entries(steps).find(([, one]) => one.status === 'FAILURE') ?? [];
    const why = step ? `: its step ${name} failed: ${errorOf(step).message}` : '';
    throw new Error(`The workflow ${id}, by which the task was replaced, failed${why}`);
  }

  private async runHooks(
    { name, hooks }: WorkflowPlan,
    status: WorkflowEnd['status'],
  ): Promise<Partial<Record<HookName, StepRun>>> {
    const ended = [...this.steps];
    const workflow = {
      ...{ workflow_id: this.id, name, status, finished_at: new Date().toISOString() },
      results: Object.fromEntries(
        ended.flatMap(([step, run]) => (run.status === 'SUCCESS' ? [[step, run.result]] : [])),
      ),
      errors: Object.fromEntries(ended.flatMap(([step, { error }]) => (error ? [[step, error]] : []))),
    };
    const runs: Partial<Record<HookName, StepRun>> = {};
    for (const hook of [status === 'SUCCESS' ? 'onSuccess' : 'onFailure', 'onEnd'] as const) {
      const planned = hooks[hook];
      if (planned) runs[hook] = await this.runTask(planned, { results: this.results(), workflow });
    }
    return runs;
  }

  private results(): ReadonlyMap<string, unknown> {
    return new Map([...this.steps].map(([name, run]) => [name, shownResult(run)]));
  }

  private resultOf({ steps }: WorkflowPlan): unknown {
    const parents = new Set(steps.flatMap((step) => step.parents));
    const last = [...this.steps].filter(([name, run]) => !parents.has(name) && !isSkipped(run));
    const results = last.map(([name, run]) => [name, shownResult(run)] as const);
    const [only] = results;
    return results.length === 1 && only ? only[1] : Object.fromEntries(results);
  }
}

function isSkipped({ revokeReason }: StepRun): boolean {
  return revokeReason === 'upstream-skipped';
}

/** What a reference to the step finds. */
function shownResult(run: StepRun): unknown {
  return run.status === 'SUCCESS' ? run.result : { $error: errorOf(run) };
}

function errorOf({ error, revokeReason }: StepRun): TaskError {
  return error ?? { type: 'Revoked', message: revokeReason ?? 'revoked' };
}

/** The value, or the error of a step that cannot start for it. */
function attemptTo<T>(make: () => T): { readonly value: T } | { readonly error: TaskError } {
  try {
    return { value: make() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { error: { type: error.name, message: error.message } };
  }
}

function discardInvalid(error: unknown): never {
  throw error instanceof InvalidWorkflowError ? new DiscardTask(error.message, { cause: error }) : error;
}
