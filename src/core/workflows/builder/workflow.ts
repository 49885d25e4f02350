import { pointerOf } from '../../../platform/validation/json-pointer.js';
import type {
  HookDefinition,
  HookName,
  StepDefinition,
  WorkflowDefinition,
} from '../definition/workflow-definition.js';
import { hookNames } from '../definition/workflow-definition.js';
import { type Part, Step } from './part.js';
import { payloadOf } from './payload-of.js';
import { type Ref, type RefTarget, refTo } from './ref.js';
import { stepNames } from './step-names.js';

/** What a hook can refer to. */
export interface EndedWorkflow {
  readonly workflow_id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'REVOKED';
  /** Of the steps that succeeded, by name. */
  readonly results: Readonly<Record<string, unknown>>;
  /** Of the steps that failed, by name. */
  readonly errors: Readonly<Record<string, { readonly type: string; readonly message: string }>>;
}

/** A step to run once at the end. Like that of `chain`, the callback runs while the workflow is being built. */
export type Hook = Step<unknown> | ((ended: Ref<EndedWorkflow>) => Step<unknown>);

/** What belongs to the workflow as a whole. */
export interface WorkflowSettings
  extends Pick<WorkflowDefinition, 'tags' | 'retentionMs' | 'webhookUrl'>, Partial<Record<HookName, Hook>> {}

/**
 * A workflow with a name. To start a part without one, give it to `definitionOf`.
 *
 * ```ts
 * workflow('page-report', chain(
 *   step(FetchUrlTask, { url }).named('page'),
 *   (page) => step(SummariseTask, { text: page.data }),
 * ), { onFailure: (ended) => step(AlertTask, { workflow: ended.workflow_id }) })
 * ```
 */
export function workflow(
  name: string,
  part: Part<unknown>,
  settings: WorkflowSettings = {},
): WorkflowDefinition {
  return { name, ...definitionOf(part, settings) };
}

/**
 * The definition of a part. Steps without a name get that of their task with a number: `fetch.store-1`.
 *
 * @throws TypeError if a ref, or `after`, names a step that is not in the part
 */
export function definitionOf(part: Part<unknown>, settings: WorkflowSettings = {}): WorkflowDefinition {
  const { onSuccess, onFailure, onEnd, ...labels } = settings;
  const writer = new DefinitionWriter(part);
  const hooks = hookNames.flatMap((name) => {
    const hook = { onSuccess, onFailure, onEnd }[name];
    return hook === undefined ? [] : [[name, writer.hook(hook)] as const];
  });
  return { ...labels, steps: writer.steps(), ...Object.fromEntries(hooks) };
}

class DefinitionWriter {
  private readonly names: ReadonlyMap<object, string>;
  private readonly parents = new Map<Step<unknown>, Set<Step<unknown>>>();
  /** The source of refs to the ended workflow. */
  private readonly ended = {};

  constructor(part: Part<unknown>) {
    this.names = stepNames(part.steps);
    const edges = [...part.edges, ...part.steps.flatMap((step) => step.edges)];
    for (const { first, then } of edges)
      for (const step of then) {
        const parents = this.parents.get(step) ?? new Set();
        for (const parent of first) parents.add(parent);
        this.parents.set(step, parents);
      }
  }

  steps(): Record<string, StepDefinition> {
    const steps = [...this.names].map(([step, name]) => [name, this.step(step as Step<unknown>)] as const);
    return Object.fromEntries(steps);
  }

  hook(hook: Hook): HookDefinition {
    const step = typeof hook === 'function' ? hook(refTo(this.ended)) : hook;
    const { task, payload, options, each } = step.content;
    if (each !== undefined || step.edges.length > 0 || step.mode !== undefined)
      throw new TypeError('A hook is one task at the end: it takes no map, no after and no ifFailed');
    const written = payloadOf(payload, ({ source, path }) =>
      source === this.ended ? { $workflow: pointerOf(path) } : this.resultOf({ source, path }),
    );
    return { task, payload: written, ...(options && { options }) };
  }

  private step(step: Step<unknown>): StepDefinition {
    const { task, payload, options, each } = step.content;
    const used = new Set<object>();
    const referenceTo = (target: RefTarget, item?: object) => {
      used.add(target.source);
      return target.source === item ? { $item: pointerOf(target.path) } : this.resultOf(target);
    };
    const written = {
      payload: payloadOf(payload, (target) => referenceTo(target, each?.item)),
      ...(each && { each: payloadOf(each.list, (target) => referenceTo(target)) }),
    };
    const after = [...(this.parents.get(step) ?? [])].filter((parent) => !used.has(parent));
    return {
      task,
      ...written,
      ...(options && { options }),
      ...(after.length > 0 && { after: after.map((parent) => this.nameOf(parent)) }),
      ...(step.mode && { ifFailed: step.mode }),
    };
  }

  private resultOf({ source, path }: RefTarget): object {
    const name = this.nameOf(source);
    return path.length === 0 ? { $result: name } : { $result: name, path: pointerOf(path) };
  }

  private nameOf(source: object): string {
    const name = this.names.get(source);
    if (name !== undefined) return name;
    throw new TypeError(
      source instanceof Step
        ? `A step waits for a step of ${source.content.task} that is not in the workflow: put it into a chain or a group`
        : 'An item can be used only in the payload of the step that its map returns, and an ended workflow only in a hook',
    );
  }
}
