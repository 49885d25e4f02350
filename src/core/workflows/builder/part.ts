import type { SubmitOptions } from '../../task/options/submit-options.js';
import type { IfFailed } from '../definition/workflow-definition.js';
import { type Ref, refTo } from './ref.js';

/** A part of a workflow: one step, or several that were composed. */
export interface Part<out V> {
  /** Stands for the result: a ref, or a list of what stands for the results of a group. */
  readonly value: V;
  /** All of them, in order. */
  readonly steps: readonly Step<unknown>[];
  /** The steps that start first. */
  readonly entries: readonly Step<unknown>[];
  /** The steps that end last. */
  readonly exits: readonly Step<unknown>[];
  readonly edges: readonly Edge[];
}

/** True for what the builder has made, false for a definition written by hand. */
export function isPart(workflow: object): workflow is Part<unknown> {
  return 'edges' in workflow;
}

/** All of `then` start after all of `first` have ended. */
export interface Edge {
  readonly first: readonly Step<unknown>[];
  readonly then: readonly Step<unknown>[];
}

/** The options of a submit, without those that belong to the whole workflow. */
export type StepOptions = Omit<
  SubmitOptions,
  'deduplicate' | 'retentionMs' | 'webhookUrl' | 'onSuccess' | 'onFailure'
>;

/** Stands in place of the result of a step with `ifFailed('continue')` that has failed. */
export interface Failed {
  readonly $error: { readonly type: string; readonly message: string };
}

/** What a step runs. */
export interface StepContent {
  /** The name of the task. */
  readonly task: string;
  readonly payload: unknown;
  readonly options: StepOptions | undefined;
  /** The list of a `map`, and the source of the refs to its items. */
  readonly each?: { readonly list: unknown; readonly item: object };
}

/** One step whose task has a result of type `R`. Made by `step` and `map`. */
export class Step<out R> implements Part<Ref<R>> {
  readonly value = refTo<R>(this);
  readonly steps: readonly Step<unknown>[] = [this];
  readonly entries = this.steps;
  readonly exits = this.steps;
  readonly edges: Edge[] = [];
  /** Undefined: the name of its task, with a number. */
  givenName: string | undefined;
  mode: IfFailed | undefined;

  constructor(readonly content: StepContent) {}

  /** The name of the step in its workflow: 1 to 64 letters, digits, dots, hyphens and underscores. */
  named(name: string): this {
    this.givenName = name;
    return this;
  }

  /** Has the step wait for others although it does not use their results. They must be in the same workflow. */
  after(...parts: readonly Part<unknown>[]): this {
    for (const { exits } of parts) this.edges.push({ first: exits, then: this.steps });
    return this;
  }

  /**
   * What happens to the steps after this one if it fails for good. With `continue` they run, and its result may be
   * Failed instead.
   */
  ifFailed(mode: 'continue'): Step<R | Failed>;
  ifFailed(mode: Exclude<IfFailed, 'continue'>): this;
  ifFailed(mode: IfFailed): this {
    this.mode = mode;
    return this;
  }
}
