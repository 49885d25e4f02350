import type { ScheduleDefinition } from '../../core/schedules/schedule.js';
import type { DefinitionChange } from '../../core/schedules/schedule-changes.js';
import { withDefaults } from '../../core/schedules/schedule-definition.js';
import type { TickRule } from '../../core/schedules/times/tick-times.js';
import { submitOptionsOf } from '../schema/submit-options.js';
import type { ScheduleChangeDto, ScheduleRequestDto, TickRuleDto } from './schedule-request.dto.js';

/** The definition that a PUT stores. */
export function definitionOf(dto: ScheduleRequestDto): ScheduleDefinition {
  return withDefaults({ ...rulesOf(dto), task: dto.task, payload: dto.payload ?? {} });
}

/** What a PATCH changes. Omitted fields stay; null removes a time, a note or all options. */
export function changeOf(dto: ScheduleChangeDto): DefinitionChange {
  const { cron, every_ms: everyMs } = dto;
  const change = { ...rulesOf(dto), task: dto.task ?? undefined, payload: dto.payload ?? undefined };
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

function rulesOf(dto: ScheduleChangeDto): DefinitionChange {
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
    options: dto.options === undefined ? undefined : submitOptionsOf(dto.options),
  };
}

function timeOf(text: string | null | undefined): number | null | undefined {
  return typeof text === 'string' ? Date.parse(text) : text;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
