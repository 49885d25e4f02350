import type {
  HookDefinition,
  StepDefinition,
  WorkflowDefinition,
} from '../../core/workflows/definition/workflow-definition.js';
import { MAX_STEPS } from '../../core/workflows/definition/workflow-definition.js';
import { MAX_FAULTS } from '../../core/workflows/definition/workflow.errors.js';
import type { Sliced } from '../../platform/timing/slices.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { pointerOf } from '../../platform/validation/json-pointer.js';
import { parseDto } from '../../platform/validation/parse-dto.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import type { ProblemField } from '../problems/problem.js';
import { submitOptionsOf } from '../schema/submit-options.js';
import {
  type WorkflowDefinitionDto,
  type HookDefinitionDto,
  StepDefinitionDto,
} from './workflow-definition.dto.js';

/**
 * The only mapping from the JSON of a workflow to the core's definition. JSON's null counts as omitted.
 *
 * @throws InvalidRequestError with the mistakes of all steps, up to MAX_FAULTS
 */
export function* workflowDefinitionOf(dto: WorkflowDefinitionDto): Sliced<WorkflowDefinition> {
  const { name, tags, retention_ms: retentionMs, webhook_url: webhookUrl } = dto;
  const { on_success: onSuccess, on_failure: onFailure, on_end: onEnd } = dto;
  return {
    ...given({ name, tags, retentionMs, webhookUrl }),
    steps: yield* stepsOf(dto.steps),
    ...(onSuccess && { onSuccess: hookOf(onSuccess) }),
    ...(onFailure && { onFailure: hookOf(onFailure) }),
    ...(onEnd && { onEnd: hookOf(onEnd) }),
  };
}

function* stepsOf(steps: object): Sliced<Record<string, StepDefinition>> {
  const entries: [string, unknown][] = Object.entries(steps);
  if (entries.length > MAX_STEPS)
    throw new InvalidRequestError([
      { pointer: '/steps', message: `has ${entries.length} steps; the maximum is ${MAX_STEPS}` },
    ]);
  const errors: ProblemField[] = [];
  const found: Record<string, StepDefinition> = {};
  for (const [name, value] of entries) {
    const step = parseStep(name, value, errors);
    if (step !== undefined) found[name] = stepOf(step);
    if (errors.length >= MAX_FAULTS) break;
    yield;
  }
  if (errors.length > 0) throw new InvalidRequestError(errors.slice(0, MAX_FAULTS));
  return found;
}

/** Undefined for an invalid step, whose mistakes are added to the errors. */
function parseStep(name: string, value: unknown, errors: ProblemField[]): StepDefinitionDto | undefined {
  try {
    return parseDto(StepDefinitionDto, value, `the step ${name}`);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    for (const { path, message } of error.problems)
      errors.push({ pointer: pointerOf(['steps', name, ...path]), message });
    return undefined;
  }
}

function stepOf(step: StepDefinitionDto): StepDefinition {
  const { after, each, if_failed: ifFailed } = step;
  return { ...hookOf(step), ...given({ after, each, ifFailed }) };
}

function hookOf({ task, payload, options }: HookDefinitionDto): HookDefinition {
  return { task, ...given({ payload }), options: submitOptionsOf(options) };
}

function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> }; // the filter leaves these
}
