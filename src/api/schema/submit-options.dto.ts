import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsNumber,
  IsOptional,
  IsObject,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type Priority, priorities } from '../../core/task/options/priority.js';
import { deduplicateModes } from '../../core/task/options/deduplicate.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { IsListOf } from '../../platform/validation/rules/is-list-of.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';
import { IsTime } from '../../platform/validation/rules/is-time.js';
import { NotTogetherWith } from '../../platform/validation/rules/not-together-with.js';

export class BackoffDto {
  @ApiPropertyOptional({ enum: ['fixed', 'exponential'], default: 'exponential' })
  @IsOptional()
  @IsIn(['fixed', 'exponential'])
  type?: 'fixed' | 'exponential';

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: YEAR_MS,
    default: 1_000,
    description: 'Wait after the first failure; `exponential` doubles it after each further one',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(YEAR_MS)
  delay_ms?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: YEAR_MS,
    default: 60_000,
    description: 'Upper limit of each wait',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(YEAR_MS)
  max_ms?: number;

  @ApiPropertyOptional({
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.5,
    description:
      'Share of each wait that is random, so that tasks that failed together do not retry together',
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  jitter?: number;
}

export class DeduplicateDto {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'report-2026-11' })
  @Length(1, 200)
  key!: string;

  @ApiPropertyOptional({
    enum: deduplicateModes,
    default: 'unique',
    description:
      '`unique`: no other task with this key while one is not finished (or for `ttl_ms`). `throttle`: no other for ' +
      '`ttl_ms` after one was stored. `debounce`: a new task within `ttl_ms` replaces the waiting one and restarts ' +
      'the wait; a task that already runs is followed by the newest',
  })
  @IsOptional()
  @IsIn(deduplicateModes)
  mode?: (typeof deduplicateModes)[number];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: YEAR_MS,
    example: 60_000,
    description: 'Required by throttle and debounce',
  })
  @ValidateIf(
    ({ mode, ttl_ms: ttl }: DeduplicateDto) => mode === 'throttle' || mode === 'debounce' || ttl != null,
  )
  @IsSafeInteger()
  @Min(1)
  @Max(YEAR_MS)
  ttl_ms?: number;
}

/** Options of one submit that override those of its task type. */
export class SubmitOptionsDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: YEAR_MS,
    example: 5_000,
    description: 'Delay before the task may start, in ms; not together with `run_at`',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(YEAR_MS)
  @NotTogetherWith('run_at')
  delay_ms?: number;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-24T08:00:00.000Z',
    description: 'Earliest start (RFC 3339); a time in the past means now',
  })
  @IsOptional()
  @IsTime()
  run_at?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-24T09:00:00.000Z',
    description: 'Latest start: a task not started by then is REVOKED with `revoke_reason` `expired`',
  })
  @IsOptional()
  @IsTime()
  expires_at?: string;

  @ApiPropertyOptional({ enum: priorities, example: 'high' })
  @IsOptional()
  @IsIn(priorities)
  priority?: Priority;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    example: 3,
    description: 'Maximum number of executions',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(100)
  attempts?: number;

  @ApiPropertyOptional({ type: BackoffDto, description: 'Wait before each further attempt' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BackoffDto)
  backoff?: BackoffDto;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: YEAR_MS,
    example: 30_000,
    description: 'Time limit of one attempt',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(YEAR_MS)
  timeout_ms?: number;

  @ApiPropertyOptional({
    type: DeduplicateDto,
    description: 'If an equal task exists, it is returned instead',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DeduplicateDto)
  deduplicate?: DeduplicateDto;

  @ApiPropertyOptional({
    type: [String],
    maxItems: 20,
    example: ['customer-7'],
    description: 'Labels to find the task by',
  })
  @IsOptional()
  @IsListOf(20)
  @Length(1, 100, { each: true })
  tags?: string[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: YEAR_MS,
    example: 86_400_000,
    description: 'Time the result stays readable after the task has finished',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(YEAR_MS)
  retention_ms?: number;

  @ApiPropertyOptional({
    format: 'uri',
    minLength: 1,
    maxLength: 2_048,
    example: 'https://example.com/hooks/reports',
    description:
      'Receives the final task, however it ends, as a signed webhook `task.succeeded`, `task.failed` or ' +
      '`task.revoked`. Must be a public http or https URL; needs WEBHOOK_SECRETS',
  })
  @IsOptional()
  @Length(1, 2_048)
  webhook_url?: string;
}

/** The field `options` of every submitting body. */
export function OptionalSubmitOptions({
  type = SubmitOptionsDto,
  ...more
}: { readonly type?: typeof SubmitOptionsDto; readonly description?: string } = {}): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type, ...more }),
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => type),
  );
}
