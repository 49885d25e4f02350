import { ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, Length, Max, Min, ValidateNested } from 'class-validator';
import { type CatchUp, type Overlap, catchUps, overlaps } from '../../core/task/options/schedule-options.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';
import { IsTime } from '../../platform/validation/rules/is-time.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { WorkflowDefinitionDto } from '../workflows/workflow-definition.dto.js';
import { SubmitOptionsDto } from '../schema/submit-options.dto.js';

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
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 100,
    example: '0 3 * * *',
    description:
      'Cron expression of 5 or 6 fields (seconds first), with names, `L`, `W` and `#`. As in every cron, a day of the ' +
      'month and a day of the week together mean either. Exactly one of `cron` and `every_ms` is required',
  })
  @IsOptional()
  @Length(1, 100)
  cron?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1_000,
    maximum: YEAR_MS,
    example: null,
    description: 'Interval in ms, counted from `start_at`, or from 1970, so that ticks fall on round times',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1_000)
  @Max(YEAR_MS)
  every_ms?: number | null;

  @ApiPropertyOptional({
    maxLength: 100,
    default: 'UTC',
    example: 'Europe/Berlin',
    description:
      'IANA time zone of `cron`. A time that a change of the clocks skips runs once, right after it; one that is ' +
      'repeated runs once; hourly rules run every real hour',
  })
  @IsOptional()
  @Length(1, 100)
  tz?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    example: null,
    description: 'No tick is earlier',
  })
  @IsOptional()
  @IsTime()
  start_at?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    example: null,
    description: 'No tick is later',
  })
  @IsOptional()
  @IsTime()
  end_at?: string | null;
}

/** The handling of ticks that overlap or were missed. */
class ScheduleRulesDto extends TickRuleDto {
  @ApiPropertyOptional({
    enum: overlaps,
    default: 'skip',
    example: 'skip',
    description:
      'What happens at a tick while the task or workflow of an earlier one has not ended. `skip`: nothing. `queue`: the tick waits ' +
      'for its end; at most one waits. `cancel-previous`: it is cancelled. `allow`: both run',
  })
  @IsOptional()
  @IsIn(overlaps)
  overlap?: Overlap;

  @ApiPropertyOptional({
    enum: catchUps,
    default: 'last',
    example: 'last',
    description:
      'Which ticks are made up for that were more than 10 s late, because no worker or no broker was there: none, only ' +
      'the last, or all (at most 100)',
  })
  @IsOptional()
  @IsIn(catchUps)
  catch_up?: CatchUp;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: YEAR_MS,
    default: DAY_MS,
    example: DAY_MS,
    description: 'How far back `catch_up: all` goes, in ms',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(YEAR_MS)
  catch_up_window_ms?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: DAY_MS,
    default: 0,
    example: 0,
    description:
      'Each tick is submitted up to this much later, in ms; the same for one tick in every process',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(DAY_MS)
  jitter_ms?: number;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    minLength: 1,
    maxLength: 500,
    example: 'Sent to the board at 8',
    description: 'For people',
  })
  @IsOptional()
  @Length(1, 500)
  note?: string | null;

  @ApiPropertyOptional({ type: ScheduledOptionsDto, description: 'Options of each submit of the task' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ScheduledOptionsDto)
  options?: ScheduledOptionsDto;
}

const TASK = {
  maxLength: 200,
  example: 'reports.nightly',
  description: 'Name of the task type. Exactly one of `task` and `workflow` is required',
};
const WORKFLOW = {
  type: WorkflowDefinitionDto,
  nullable: true,
  description:
    'A workflow to start at each tick, instead of `task`, `payload` and `options`. The whole is checked when the ' +
    'schedule is stored. It may have as many bytes as the payload of a task',
};
const PAYLOAD = {
  type: Object,
  additionalProperties: true,
  example: {},
  description: 'Defined by the schema of the task type',
} as const;

/** The work of a schedule: a task or a workflow. */
class ScheduleWorkDto extends ScheduleRulesDto {
  @ApiPropertyOptional(TASK)
  @IsOptional()
  @Length(1, 200)
  task?: string;

  @ApiPropertyOptional(WORKFLOW)
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => WorkflowDefinitionDto)
  workflow?: WorkflowDefinitionDto | null;
}

/** Body of PUT /schedules/{schedule_id}. Omitted fields get their defaults. */
export class ScheduleRequestDto extends ScheduleWorkDto {
  @ApiPropertyOptional({ ...PAYLOAD, default: {} })
  @IsOptional()
  @IsObject()
  payload?: object;
}

/**
 * Body of PATCH /schedules/{schedule_id}. Omitted fields stay; `cron` and `every_ms` replace each other, and so do
 * `task` and `workflow`.
 */
export class ScheduleChangeDto extends ScheduleWorkDto {
  @ApiPropertyOptional(PAYLOAD)
  @IsOptional()
  @IsObject()
  payload?: object;
}
