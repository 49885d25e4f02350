import { InvalidInputError, type InputProblem } from '../../../platform/validation/invalid-input.error.js';
import { jsonFaultIn } from '../../../platform/validation/json-fault.js';
import { isObject, parseDto } from '../../../platform/validation/parse-dto.js';
import { UNKNOWN, problemsOfPartial } from '../../../platform/validation/partial-value.js';
import { pathOf } from '../../../platform/validation/place.js';
import { faultInSubmit } from '../../task/options/option-checks.js';
import type { SubmitOptions } from '../../task/options/submit-options.js';
import { taskFields } from '../../task/task-fields.js';
import type { RegisteredTask, TaskRegistry } from '../../task/task-registry.js';
import { type FaultList, quoted } from './fault-list.js';
import { nearestName } from '../../../platform/validation/nearest-name.js';
import { type References, referencesIn } from '../definition/references.js';
import { replacedAt } from '../definition/replaced-at.js';
import type { HookDefinition } from '../definition/workflow-definition.js';
import type { PlanLimits, PlannedHook } from '../definition/workflow-plan.js';

/** Options that one task of a workflow cannot have, and why. */
const REFUSED = {
  retentionMs: 'belongs to the workflow, which keeps the results of its steps',
  webhookUrl: 'belongs to the workflow, which sends one webhook at its end',
  deduplicate: 'does not apply here: a task of a workflow is submitted once in any case',
} as const satisfies Partial<Record<keyof SubmitOptions, string>>;

/** Checks the task, the payload and the options of steps and hooks. */
export class TaskPlanner {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly limits: PlanLimits,
    private readonly faults: FaultList,
  ) {}

  /**
   * @param at the path of the step or hook
   * @returns the references of the payload, and the planned task unless it has faults
   */
  plan(
    { task: name, payload = {}, options = {} }: HookDefinition,
    at: readonly string[],
  ): { readonly references: References; readonly planned: PlannedHook | undefined } {
    const task = this.find(name, [...at, 'task']);
    this.checkOptions(options, [...at, 'options']);
    const references = this.referencesIn(payload, [...at, 'payload']);
    const checked = task && this.checkPayload(task, payload, references, [...at, 'payload']);
    const planned = checked && {
      task,
      payload: checked,
      hasReferences: references.found.length > 0,
      options,
    };
    return { references, planned };
  }

  /** The references in any JSON of the definition. If it is not JSON, or one is malformed, that is a fault. */
  referencesIn(value: unknown, at: readonly string[]): References {
    const fault = jsonFaultIn(value);
    if (fault !== undefined) {
      this.faults.add([...at, ...fault.path], fault.message);
      return { found: [], literals: [], faults: [{ place: undefined, message: fault.message }] };
    }
    const references = referencesIn(value);
    for (const { place, message } of references.faults) this.faults.add([...at, ...pathOf(place)], message);
    return references;
  }

  private find(name: unknown, at: readonly string[]): RegisteredTask | undefined {
    if (typeof name !== 'string') {
      this.faults.add(at, 'task must be the name of a task');
      return undefined;
    }
    const task = this.registry.find(name);
    if (task !== undefined && (this.limits.source === 'code' || !task.options.isInternal)) return task;
    const known = this.limits.source === 'code' ? this.registry.all() : this.registry.open();
    const nearest = nearestName(
      name,
      known.map(({ options }) => options.name),
    );
    this.faults.add(at, `No task is named ${quoted(name)}${nearest ? `. Did you mean ${nearest}?` : ''}`);
    return undefined;
  }

  private checkOptions(options: SubmitOptions, at: readonly string[]): void {
    // The type promises an object; plain JavaScript does not.
    if (!isObject(options)) return this.faults.add(at, 'options must be an object');
    for (const [name, why] of Object.entries(REFUSED) as [keyof typeof REFUSED, string][]) {
      const { json } = taskFields[name].option;
      if (options[name] !== undefined) this.faults.add([...at, json], `${json} ${why}`);
    }
    const fault = faultInSubmit(options);
    if (fault !== undefined) this.faults.add(at, fault);
  }

  /** The payload to store, or undefined if it has faults. */
  private checkPayload(
    { options: { name, payload: dto, redact } }: RegisteredTask,
    payload: unknown,
    { found, literals, faults }: References,
    at: readonly string[],
  ): object | undefined {
    if (faults.length > 0) return undefined;
    if (found.length > 0) {
      const unknowns = found.map(({ place }) => ({ place, value: UNKNOWN }));
      const problems = problemsOfPartial(dto, replacedAt(payload, [...literals, ...unknowns]), redact);
      this.addAll(problems, at);
      // What has references is an object or a list, and a list has problems.
      return problems.length === 0 ? this.checkSize(payload as object, at) : undefined;
    }
    try {
      const plain = replacedAt(payload, literals);
      const parsed = parseDto(dto, plain, `the payload of ${name}`, redact);
      // As in a single submit: the payload of a client is stored as it was parsed.
      return this.checkSize(this.limits.source === 'code' ? (plain as object) : parsed, at);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.addAll(error.problems, at);
      return undefined;
    }
  }

  private checkSize(payload: object, at: readonly string[]): object | undefined {
    const { maxPayloadBytes } = this.limits;
    const bytes = Buffer.byteLength(JSON.stringify(payload));
    if (bytes <= maxPayloadBytes) return payload;
    this.faults.add(at, `has ${bytes} bytes as JSON; the maximum is ${maxPayloadBytes} (MAX_PAYLOAD_BYTES)`);
    return undefined;
  }

  private addAll(problems: readonly InputProblem[], at: readonly string[]): void {
    for (const { path, message } of problems) this.faults.add([...at, ...path], message);
  }
}
