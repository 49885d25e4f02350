import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Hold } from '../../core/queues/queue-holds.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { NullableField } from '../schema/fields.js';

/** At most `max` starts per `duration_ms` across all workers. */
export class TaskRateLimitDto {
  @ApiProperty({ type: 'integer', example: 10 })
  max!: number;

  @ApiProperty({ type: 'integer', example: 1_000 })
  duration_ms!: number;

  @ApiPropertyOptional({
    example: 'customer_id',
    description:
      'Payload field whose values each have their own limit, or `a function of the payload`; left out if the limit ' +
      'is shared by all tasks of the type',
  })
  key?: string;
}

/** The time of an operator's pause, with the client's name. */
export class TaskTypePauseDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.000Z' })
  since!: string;

  @ApiProperty({ example: 'ops', description: 'Name of the API key; `anonymous` if no keys are configured' })
  by!: string;

  @NullableField.text({ example: 'the supplier is gone' })
  reason!: string | null;

  static of(hold: Hold): TaskTypePauseDto {
    return { since: isoTime(hold.since), by: hold.by, reason: hold.reason };
  }
}

/** The limits of a task type that apply now. */
export class TaskLimitsDto {
  @NullableField.nested(TaskRateLimitDto, {
    example: null,
    description: 'Maximum number of starts across all workers; null if none',
  })
  rate!: TaskRateLimitDto | null;

  @NullableField.integer({ example: 30_000, description: 'Time limit of one attempt; null if none' })
  timeout_ms!: number | null;

  @NullableField.integer({
    example: null,
    description: 'Maximum number of tasks of this type running at once across all workers; null if none',
  })
  concurrency!: number | null;

  @ApiProperty({
    enum: ['rate', 'timeout_ms', 'concurrency'],
    isArray: true,
    example: ['timeout_ms'],
    description: 'Limits that operators have set; the others are those of `defaults`',
  })
  changed!: ('rate' | 'timeout_ms' | 'concurrency')[];
}
