import type { ScheduleDefinition, ScheduleRules } from '../../core/schedules/schedule.js';
import type { DefinitionChange } from '../../core/schedules/schedule-changes.js';
import { withDefaults } from '../../core/schedules/schedule-definition.js';
import type { TickRule } from '../../core/schedules/times/tick-times.js';
import { InvalidScheduleError } from '../../core/schedules/schedule.errors.js';
import { WebhookRefusedError } from '../../core/task/queue.errors.js';
import { InvalidWorkflowError } from '../../core/workflows/definition/workflow.errors.js';
import type { WorkflowDefinition } from '../../core/workflows/definition/workflow-definition.js';
import { atOnce } from '../../platform/timing/slices.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import type { ProblemField } from '../problems/problem.js';
import { workflowDefinitionOf } from '../workflows/workflow-definition-of.js';
import type { WorkflowDefinitionDto } from '../workflows/workflow-definition.dto.js';
import { submitOptionsOf } from '../schema/submit-options.js';
import type { ScheduleChangeDto, ScheduleRequestDto, TickRuleDto } from './schedule-request.dto.js';

/** The definition that a PUT stores. @throws InvalidRequestError, InvalidScheduleError */
export function definitionOf(dto: ScheduleRequestDto): ScheduleDefinition {
  const rules = rulesOf(dto);
  const { task, payload, options, workflow } = workOf(dto);
  if (workflow !== undefined) return withDefaults({ ...rules, workflow });
  if (task === undefined)
    throw new InvalidScheduleError('task', 'must be given, or a workflow instead of it');
  return withDefaults({ ...rules, task, payload: payload ?? {}, options: options ?? {} });
}

/**
 * The changes of a PATCH. Omitted fields stay; null removes a time, a note or all options.
 *
 * @throws InvalidRequestError, InvalidScheduleError
 */
export function changeOf(dto: ScheduleChangeDto): DefinitionChange {
  const { cron, every_ms: everyMs } = dto;
  const change = { ...rulesOf(dto), ...workOf(dto) };
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(isGiven(cron) && !isGiven(everyMs) && { everyMs: undefined }),
    ...(isGiven(everyMs) && !isGiven(cron) && { cron: undefined }),
  };
}

/** When to tick, for a preview without a schedule. */
export function tickRuleOf(dto: TickRuleDto): TickRule {
  return {
    cron: dto.cron ?? undefined,
    everyMs: dto.every_ms ?? undefined,
    tz: dto.tz ?? 'UTC',
    startAt: timeOf(dto.start_at) ?? null,
    endAt: timeOf(dto.end_at) ?? null,
  };
}

/** A task with payload and options, or a workflow. */
function workOf(dto: ScheduleChangeDto) {
  const { task, payload, options, workflow } = dto;
  if (!isGiven(workflow))
    return {
      task: task ?? undefined,
      payload: payload ?? undefined,
      options: options === undefined ? undefined : submitOptionsOf(options),
    };
  for (const [field, value] of Object.entries({ task, payload, options }))
    if (isGiven(value)) throw new InvalidScheduleError(field, 'must not be given together with a workflow');
  return { workflow: workflowOf(workflow) };
}

function workflowOf(dto: WorkflowDefinitionDto): WorkflowDefinition {
  try {
    return atOnce(workflowDefinitionOf(dto));
  } catch (error) {
    throw error instanceof InvalidRequestError ? inWorkflow(error.errors) : error;
  }
}

/** Runs a check of the task or workflow, and adds the places of its mistakes in the body. */
export async function locatingWork<T>({ workflow }: ScheduleChangeDto, run: () => Promise<T>): Promise<T> {
  try {
    return await InvalidRequestError.locating('/payload', run);
  } catch (error) {
    if (error instanceof InvalidWorkflowError) throw inWorkflow(error.faults);
    if (error instanceof WebhookRefusedError && isGiven(workflow))
      throw inWorkflow([{ pointer: '/webhook_url', message: error.message }]);
    throw error;
  }
}

function inWorkflow(errors: readonly ProblemField[]): InvalidRequestError {
  return new InvalidRequestError(
    errors.map(({ pointer = '', ...error }) => ({ ...error, pointer: `/workflow${pointer}` })),
  );
}

function rulesOf(dto: ScheduleChangeDto): Partial<ScheduleRules> {
  return {
    cron: dto.cron ?? undefined,
    everyMs: dto.every_ms ?? undefined,
    tz: dto.tz ?? undefined,
    startAt: timeOf(dto.start_at),
    endAt: timeOf(dto.end_at),
    overlap: dto.overlap ?? undefined,
    catchUp: dto.catch_up ?? undefined,
    catchUpWindowMs: dto.catch_up_window_ms ?? undefined,
    jitterMs: dto.jitter_ms ?? undefined,
    note: dto.note,
  };
}

function timeOf(text: string | null | undefined): number | null | undefined {
  return typeof text === 'string' ? Date.parse(text) : text;
}

function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}
