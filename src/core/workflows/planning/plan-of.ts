import { type Sliced, atOnce } from '../../../platform/timing/slices.js';
import { isObject } from '../../../platform/validation/parse-dto.js';
import { faultInSubmit } from '../../task/options/option-checks.js';
import type { TaskRegistry } from '../../task/task-registry.js';
import { FaultList } from './fault-list.js';
import { HookReader } from './hook-reader.js';
import { StepNames } from './step-names.js';
import { inOrder } from './step-order.js';
import { StepReader } from './step-reader.js';
import { TaskPlanner } from './task-planner.js';
import {
  MAX_DEFINITION_BYTES,
  MAX_STEPS,
  STEP_NAME,
  type StepDefinition,
  type WorkflowDefinition,
} from '../definition/workflow-definition.js';
import type { PlanLimits, PlannedStep, WorkflowPlan } from '../definition/workflow-plan.js';

/** The most names of a cycle in a message. */
const MAX_SHOWN = 10;

/**
 * Checks a whole definition and orders its steps. Takes time and memory in proportion to its size.
 *
 * @throws InvalidWorkflowError with all mistakes, up to MAX_FAULTS
 */
export function planOf(...definition: Parameters<typeof planning>): WorkflowPlan {
  return atOnce(planning(...definition));
}

/** The same in slices. */
export function* planning(
  definition: WorkflowDefinition,
  registry: TaskRegistry,
  limits: PlanLimits,
): Sliced<WorkflowPlan> {
  const faults = new FaultList();
  refuseShape(definition.steps, faults);
  checkLabels(definition, faults);
  const planner = new TaskPlanner(registry, limits, faults);
  const names = new StepNames(Object.keys(definition.steps), faults);
  const reader = new StepReader(planner, names, faults);
  for (const [name, step] of Object.entries(definition.steps)) {
    reader.read(name, step);
    yield;
  }
  const hooks = new HookReader(planner, names, faults).read(definition);
  const order = orderOf(reader.parents, faults);
  faults.throwIfAny();
  refuseTooLarge(definition.steps, faults);
  return { ...labelsOf(definition), hooks, steps: inThis(order, reader.planned) };
}

/** Without these, nothing else can be checked. */
function refuseShape(steps: unknown, faults: FaultList): void {
  const count = isObject(steps) ? Object.keys(steps).length : 0;
  if (count === 0) faults.add(['steps'], 'steps must be an object with at least one step');
  if (count > MAX_STEPS) faults.add(['steps'], `has ${count} steps; the maximum is ${MAX_STEPS}`);
  faults.throwIfAny();
}

function checkLabels({ name, tags, retentionMs, webhookUrl }: WorkflowDefinition, faults: FaultList): void {
  if (name !== undefined && !STEP_NAME.test(name))
    faults.add(['name'], `name must be 1 to 64 letters, digits, dots, hyphens and underscores`);
  const ofTags = faultInSubmit({ ...(tags !== undefined && { tags }) });
  if (ofTags !== undefined) faults.add(['tags'], ofTags);
  const ofRetention = faultInSubmit({ ...(retentionMs !== undefined && { retentionMs }) });
  if (ofRetention !== undefined) faults.add(['retention_ms'], ofRetention);
  if (webhookUrl !== undefined && (typeof webhookUrl !== 'string' || webhookUrl === ''))
    faults.add(['webhook_url'], 'webhook_url must be a URL');
}

function labelsOf({ name, tags, retentionMs, webhookUrl }: WorkflowDefinition) {
  return {
    name: name ?? null,
    tags: tags ?? [],
    ...(retentionMs !== undefined && { retentionMs }),
    ...(webhookUrl !== undefined && { webhookUrl }),
  };
}

function orderOf(parents: ReadonlyMap<string, ReadonlySet<string>>, faults: FaultList): readonly string[] {
  const { names, cycles } = inOrder(parents.keys(), (name) => [...(parents.get(name) ?? [])]);
  for (const cycle of cycles)
    faults.add(['steps', cycle[0] ?? ''], `waits for itself in a cycle: ${shownCycle(cycle)}`);
  return names;
}

function shownCycle(cycle: readonly string[]): string {
  const more = cycle.length - MAX_SHOWN;
  const between = more > 0 ? [`${more} more steps`] : [];
  return [...cycle.slice(0, MAX_SHOWN), ...between, cycle[0]].join(' waits for ');
}

/** Every payload was found to be JSON. */
function refuseTooLarge(steps: Readonly<Record<string, StepDefinition>>, faults: FaultList): void {
  let bytes = 0;
  for (const entry of Object.entries(steps)) {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (bytes <= MAX_DEFINITION_BYTES) continue;
    faults.add(['steps'], `has more than ${MAX_DEFINITION_BYTES} bytes as JSON`);
    faults.throwIfAny();
  }
}

/** Without faults, every step was planned. */
function inThis(order: readonly string[], planned: ReadonlyMap<string, PlannedStep>): PlannedStep[] {
  return order.flatMap((name) => planned.get(name) ?? []);
}
