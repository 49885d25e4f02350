import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsNumber, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { type Priority, priorities } from '../../core/task/options/priority.js';
import { deduplicateModes } from '../../core/task/options/deduplicate.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';
import { NotTogetherWith } from '../../platform/validation/rules/not-together-with.js';
import { Field, OptionalField } from './fields.js';

export class BackoffDto {
  @OptionalField.oneOf(['fixed', 'exponential'], { default: 'exponential' })
  type?: 'fixed' | 'exponential';

  @OptionalField.integer(0, YEAR_MS, {
    default: 1_000,
    description: 'Wait after the first failure; `exponential` doubles it after each further one',
  })
  delay_ms?: number;

  @OptionalField.integer(0, YEAR_MS, { default: 60_000, description: 'Upper limit of each wait' })
  max_ms?: number;

  @ApiPropertyOptional({
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.5,
    description: 'Random share of each wait, so that tasks that failed together do not retry together',
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  jitter?: number;
}

export class DeduplicateDto {
  @Field.text(1, 200, { example: 'report-2026-11' })
  key!: string;

  @OptionalField.oneOf(deduplicateModes, {
    default: 'unique',
    description:
      '`unique`: no other task with this key while one is unfinished (or for `ttl_ms`). `throttle`: no other task ' +
      'for `ttl_ms` after one was stored. `debounce`: a new task within `ttl_ms` replaces the waiting one and ' +
      'restarts the wait; if one already runs, the newest runs after it',
  })
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
  @OptionalField.integer(0, YEAR_MS, {
    example: 5_000,
    description: 'Delay before the task may start, in ms; not together with `run_at`',
  })
  @NotTogetherWith('run_at')
  delay_ms?: number;

  @OptionalField.time({
    example: '2026-11-24T08:00:00.000Z',
    description: 'Earliest start (RFC 3339); a time in the past means now',
  })
  run_at?: string;

  @OptionalField.time({
    example: '2026-11-24T09:00:00.000Z',
    description: 'Latest start: a task not started by then is REVOKED with `revoke_reason` `expired`',
  })
  expires_at?: string;

  @OptionalField.oneOf(priorities, { example: 'high' })
  priority?: Priority;

  @OptionalField.integer(1, 100, { example: 3, description: 'Maximum number of executions' })
  attempts?: number;

  @OptionalField.nested(BackoffDto, { description: 'Wait before each further attempt' })
  backoff?: BackoffDto;

  @OptionalField.integer(1, YEAR_MS, { example: 30_000, description: 'Time limit of one attempt' })
  timeout_ms?: number;

  @OptionalField.nested(DeduplicateDto, { description: 'If an equal task exists, it is returned instead' })
  deduplicate?: DeduplicateDto;

  @OptionalField.texts(20, 1, 100, { example: ['customer-7'], description: 'Labels to find the task by' })
  tags?: string[];

  @OptionalField.integer(1, YEAR_MS, {
    example: 86_400_000,
    description: 'Time the result stays readable after the task has finished',
  })
  retention_ms?: number;

  @OptionalField.text(1, 2_048, {
    format: 'uri',
    example: 'https://example.com/hooks/reports',
    description:
      'Receives the final task, however it ends, as a signed webhook `task.succeeded`, `task.failed` or ' +
      '`task.revoked`. Must be a public http or https URL; needs WEBHOOK_SECRETS',
  })
  webhook_url?: string;
}

/** The field `options` of every submitting body. */
export function OptionalSubmitOptions({
  type = SubmitOptionsDto,
  ...more
}: { readonly type?: typeof SubmitOptionsDto; readonly description?: string } = {}): PropertyDecorator {
  return OptionalField.nested(type, more);
}
