import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import type { LimitsChange } from '../../core/queues/type-limits-record.js';
import { optionBounds } from '../../core/task/options/option-bounds.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';

const { rateLimit, timeoutMs } = optionBounds;
const MOST_CONCURRENT = 100_000;

/** At most `max` starts per `duration_ms`. */
class TaskRateDto {
  @ApiProperty({
    type: 'integer',
    minimum: rateLimit.max.minimum,
    maximum: rateLimit.max.maximum,
    example: 10,
  })
  @IsSafeInteger()
  @Min(rateLimit.max.minimum)
  @Max(rateLimit.max.maximum)
  max!: number;

  @ApiProperty({
    type: 'integer',
    minimum: rateLimit.durationMs.minimum,
    maximum: rateLimit.durationMs.maximum,
    example: 1_000,
  })
  @IsSafeInteger()
  @Min(rateLimit.durationMs.minimum)
  @Max(rateLimit.durationMs.maximum)
  duration_ms!: number;
}

/** Body of PATCH /task-types/{name}: omitted limits stay unchanged, null returns to what the code declares. */
export class TaskLimitsChangeDto {
  @ApiPropertyOptional({
    type: TaskRateDto,
    nullable: true,
    description:
      'Maximum number of starts across all workers. If the code limits each value of a `key`, so do these numbers',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TaskRateDto)
  rate?: TaskRateDto | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: timeoutMs.minimum,
    maximum: timeoutMs.maximum,
    example: 30_000,
    description:
      'Time limit of one attempt, for attempts that start from now on. A task that was submitted with a `timeout_ms` ' +
      'of its own keeps it',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(timeoutMs.minimum)
  @Max(timeoutMs.maximum)
  timeout_ms?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: MOST_CONCURRENT,
    example: 2,
    description:
      'Maximum number of tasks of this type running at once across all workers, of those that start from now on; null ' +
      'removes the limit',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(MOST_CONCURRENT)
  concurrency?: number | null;

  @ApiPropertyOptional({
    type: Boolean,
    nullable: true,
    example: true,
    description: 'Like `PUT /task-types/{name}/pause` and `/resume`; null resumes',
  })
  @IsOptional()
  @IsBoolean()
  paused?: boolean | null;

  static changeOf({ rate, timeout_ms: timeout, concurrency, paused }: TaskLimitsChangeDto): LimitsChange {
    return {
      ...(concurrency !== undefined && { concurrency }),
      ...(paused !== undefined && { paused: paused ?? false }),
      ...(rate !== undefined && { rate: rate && { max: rate.max, durationMs: rate.duration_ms } }),
      ...(timeout !== undefined && { timeoutMs: timeout }),
    };
  }
}
