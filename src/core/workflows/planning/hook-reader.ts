import { isObject } from '../../../platform/validation/parse-dto.js';
import { pathOfPointer } from '../../../platform/validation/json-pointer.js';
import { pathOf } from '../../../platform/validation/place.js';
import type { FaultList } from './fault-list.js';
import type { Reference } from '../definition/references.js';
import type { StepNames } from './step-names.js';
import type { TaskPlanner } from './task-planner.js';
import {
  type HookDefinition,
  type HookName,
  type WorkflowDefinition,
  hookJsonNames,
  hookNames,
} from '../definition/workflow-definition.js';
import type { PlannedHook } from '../definition/workflow-plan.js';

/** What `$workflow` has. */
const WORKFLOW_FIELDS: readonly string[] = ['workflow_id', 'status', 'results', 'errors'];

/** Checks the tasks to submit at the end. */
export class HookReader {
  constructor(
    private readonly planner: TaskPlanner,
    private readonly names: StepNames,
    private readonly faults: FaultList,
  ) {}

  /** The hooks without faults. */
  read(definition: WorkflowDefinition): Partial<Record<HookName, PlannedHook>> {
    const hooks: Partial<Record<HookName, PlannedHook>> = {};
    for (const name of hookNames) {
      const hook = definition[name];
      const planned = hook && this.readHook(hook, [hookJsonNames[name]]);
      if (planned) hooks[name] = planned;
    }
    return hooks;
  }

  private readHook(hook: HookDefinition, at: readonly string[]): PlannedHook | undefined {
    // The type promises an object; plain JavaScript does not.
    if (!isObject(hook)) {
      this.faults.add(at, 'must be an object with a task');
      return undefined;
    }
    const { references, planned } = this.planner.plan(hook, at);
    for (const { place, reference } of references.found)
      this.checkReference(reference, [...at, 'payload', ...pathOf(place)]);
    return planned;
  }

  private checkReference(reference: Reference, at: readonly string[]): void {
    if (reference.to === 'result') this.names.check(reference.step, [...at, '$result']);
    else if (reference.to === 'item') this.faults.add(at, '$item is for the payload of a step with each');
    else {
      const [field] = pathOfPointer(reference.pointer) ?? [];
      if (field !== undefined && !WORKFLOW_FIELDS.includes(field))
        this.faults.add([...at, '$workflow'], `$workflow has only ${WORKFLOW_FIELDS.join(', ')}`);
    }
  }
}
