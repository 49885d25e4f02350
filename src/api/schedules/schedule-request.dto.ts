import { PickType } from '@nestjs/swagger';
import { type CatchUp, type Overlap, catchUps, overlaps } from '../../core/task/options/schedule-options.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { WorkflowDefinitionDto } from '../workflows/workflow-definition.dto.js';
import { Reason } from '../schema/reason.dto.js';
import { SubmitOptionsDto } from '../schema/submit-options.dto.js';
import { OptionalField } from '../schema/fields.js';

const DAY_MS = 86_400_000;

/** Options of every task that a schedule submits: those of a submit that do not name a time. */
export class ScheduledOptionsDto extends PickType(SubmitOptionsDto, [
  'priority',
  'attempts',
  'backoff',
  'timeout_ms',
  'tags',
  'retention_ms',
  'webhook_url',
] as const) {}

/** When a schedule ticks: either `cron` or `every_ms`. */
export class TickRuleDto {
  @OptionalField.text(1, 100, {
    nullable: true,
    example: '0 3 * * *',
    description:
      'Cron expression of 5 or 6 fields (seconds first), with names, `L`, `W` and `#`. As in every cron, if a day of ' +
      'the month and a day of the week are given, either one matches. Exactly one of `cron` and `every_ms` is required',
  })
  cron?: string | null;

  @OptionalField.integer(1_000, YEAR_MS, {
    nullable: true,
    example: null,
    description: 'Interval in ms, counted from `start_at`, or from 1970, so that ticks fall on round times',
  })
  every_ms?: number | null;

  @OptionalField.text(1, 100, {
    default: 'UTC',
    example: 'Europe/Berlin',
    description:
      'IANA time zone of `cron`. If a clock change skips a time, its tick is right after the change; if it repeats a ' +
      'time, there is one tick. Hourly rules tick every real hour',
  })
  tz?: string;

  @OptionalField.time({ nullable: true, example: null, description: 'Earliest tick' })
  start_at?: string | null;

  @OptionalField.time({ nullable: true, example: null, description: 'Latest tick' })
  end_at?: string | null;
}

/** The handling of ticks that overlap or were missed. */
class ScheduleRulesDto extends TickRuleDto {
  @Reason()
  reason?: string;

  @OptionalField.oneOf(overlaps, {
    default: 'skip',
    example: 'skip',
    description:
      'Behaviour of a tick while the task or workflow of an earlier tick has not ended. `skip`: the tick is skipped. ' +
      '`queue`: the tick waits until it has ended; at most one tick waits. `cancel-previous`: the earlier task is ' +
      'cancelled. `allow`: both run',
  })
  overlap?: Overlap;

  @OptionalField.oneOf(catchUps, {
    default: 'last',
    example: 'last',
    description:
      'Missed ticks to submit afterwards: none, only the last, or all (at most 100). A tick is missed if it is more ' +
      'than 10 s late, because no worker or no broker was available',
  })
  catch_up?: CatchUp;

  @OptionalField.integer(0, YEAR_MS, {
    default: DAY_MS,
    example: DAY_MS,
    description: 'How far back `catch_up: all` goes, in ms',
  })
  catch_up_window_ms?: number;

  @OptionalField.integer(0, DAY_MS, {
    default: 0,
    example: 0,
    description: 'Maximum random delay of each tick, in ms. A tick has the same delay in every process',
  })
  jitter_ms?: number;

  @OptionalField.text(1, 500, {
    nullable: true,
    example: 'Sent to the board at 8',
    description: 'A note for operators',
  })
  note?: string | null;

  @OptionalField.nested(ScheduledOptionsDto, { description: 'Options of each submit of the task' })
  options?: ScheduledOptionsDto;
}

const PAYLOAD = {
  example: {},
  description: 'Defined by the schema of the task type',
};

/** The work of a schedule: a task or a workflow. */
class ScheduleWorkDto extends ScheduleRulesDto {
  @OptionalField.text(1, 200, {
    example: 'reports.nightly',
    description: 'Name of the task type. Exactly one of `task` and `workflow` is required',
  })
  task?: string;

  @OptionalField.nested(WorkflowDefinitionDto, {
    nullable: true,
    description:
      'A workflow to start at each tick, instead of `task`, `payload` and `options`. It is checked when the schedule ' +
      'is stored, and may have as many bytes as the payload of a task',
  })
  workflow?: WorkflowDefinitionDto | null;
}

/** Body of PUT /schedules/{schedule_id}. Omitted fields get their defaults. */
export class ScheduleRequestDto extends ScheduleWorkDto {
  @OptionalField.object({ ...PAYLOAD, default: {} })
  payload?: object;
}

/**
 * Body of PATCH /schedules/{schedule_id}. Omitted fields stay; `cron` and `every_ms` replace each other, and so do
 * `task` and `workflow`.
 */
export class ScheduleChangeDto extends ScheduleWorkDto {
  @OptionalField.object(PAYLOAD)
  payload?: object;
}
