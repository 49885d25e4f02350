import { isObject } from '../../../platform/validation/parse-dto.js';
import { pathOf } from '../../../platform/validation/place.js';
import { type FaultList, quoted } from './fault-list.js';
import type { References } from '../definition/references.js';
import type { StepNames } from './step-names.js';
import type { TaskPlanner } from './task-planner.js';
import {
  MAX_EACH_ITEMS,
  STEP_NAME,
  type StepDefinition,
  ifFailedModes,
} from '../definition/workflow-definition.js';
import type { PlannedStep } from '../definition/workflow-plan.js';

/** Checks steps and collects what each of them waits for. */
export class StepReader {
  /** Every step that was read, in order, with its parents: existing steps, and not itself. */
  readonly parents = new Map<string, Set<string>>();
  /** The steps without faults of their own. */
  readonly planned = new Map<string, PlannedStep>();

  constructor(
    private readonly planner: TaskPlanner,
    private readonly names: StepNames,
    private readonly faults: FaultList,
  ) {}

  read(name: string, step: StepDefinition): void {
    const at = ['steps', name];
    this.parents.set(name, new Set());
    if (!STEP_NAME.test(name)) this.faults.add(at, NAME_FAULT);
    // The type promises an object; plain JavaScript does not.
    if (!isObject(step)) return this.faults.add(at, 'a step must be an object with a task');
    const { references, planned } = this.planner.plan(step, at);
    this.readEach(name, step, at);
    this.readAfter(name, step.after, [...at, 'after']);
    this.readReferences(name, references, [...at, 'payload'], step.each !== undefined);
    const { ifFailed = 'fail', each } = step;
    if (!ifFailedModes.includes(ifFailed))
      this.faults.add([...at, 'if_failed'], `if_failed must be one of ${ifFailedModes.join(', ')}`);
    const parents = [...(this.parents.get(name) ?? [])];
    const fanOut = each === undefined ? {} : { each };
    if (planned) this.planned.set(name, { ...planned, name, parents, ifFailed, ...fanOut });
  }

  private readEach(name: string, { each }: StepDefinition, stepAt: readonly string[]): void {
    if (each === undefined) return;
    const at = [...stepAt, 'each'];
    const references = this.planner.referencesIn(each, at);
    this.readReferences(name, references, at, false);
    const isReference = references.found.some(({ place }) => place === undefined);
    if (isReference || references.faults.length > 0) return;
    const literal = references.literals.find(({ place }) => place === undefined);
    const list = literal === undefined ? each : literal.value;
    if (!Array.isArray(list)) this.faults.add(at, 'each must be a list, or a $result that is one');
    else if (list.length > MAX_EACH_ITEMS)
      this.faults.add(at, `each has ${list.length} items; the maximum is ${MAX_EACH_ITEMS}`);
  }

  private readAfter(name: string, after: unknown, at: readonly string[]): void {
    if (after === undefined) return;
    if (!Array.isArray(after)) return this.faults.add(at, 'after must be a list of names of steps');
    for (const [i, parent] of (after as unknown[]).entries()) {
      if (typeof parent === 'string') this.addParent(name, parent, [...at, String(i)]);
      else this.faults.add([...at, String(i)], 'must be the name of a step');
    }
  }

  private readReferences(name: string, { found }: References, at: readonly string[], hasItem: boolean): void {
    for (const { place, reference } of found) {
      const path = [...at, ...pathOf(place)];
      if (reference.to === 'result') this.addParent(name, reference.step, [...path, '$result']);
      else if (reference.to === 'workflow')
        this.faults.add(
          path,
          '$workflow is for on_success, on_failure and on_end: a step runs before the end',
        );
      else if (!hasItem) this.faults.add(path, '$item is for the payload of a step with each');
    }
  }

  private addParent(name: string, parent: string, at: readonly string[]): void {
    if (parent === name) this.faults.add(at, `The step ${quoted(name)} cannot wait for itself`);
    else if (this.names.check(parent, at)) this.parents.get(name)?.add(parent);
  }
}

const NAME_FAULT =
  'the name of a step must be 1 to 64 letters, digits, dots, hyphens and underscores, the first a letter or digit';
