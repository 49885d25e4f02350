import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Length, Matches, Max, Min } from 'class-validator';
import { SCHEDULE_ID, type ScheduleSource, scheduleSources } from '../../core/schedules/schedule.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';
import { PageLimit } from '../schema/paging.js';
import { EXAMPLE_SCHEDULE_ID } from './schedule-id.js';

/** Filters of GET /schedules. All must match. */
export class SchedulesQuery {
  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 100,
    example: 'report',
    description: 'Only schedules with this text in their ID, tasks, workflow name or note, in any case',
  })
  @IsOptional()
  @Length(1, 100)
  q?: string;

  @ApiPropertyOptional({
    maxLength: 200,
    example: 'reports.nightly',
    description: 'Only schedules of this task type, by itself or as part of a workflow',
  })
  @IsOptional()
  @Length(1, 200)
  task?: string;

  @ApiPropertyOptional({
    enum: scheduleSources,
    example: 'code',
    description: '`code`: declared by a task type and unchanged. `api`: created or changed by a request',
  })
  @IsOptional()
  @IsIn(scheduleSources)
  source?: ScheduleSource;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    example: 'true',
    description: 'Only paused ones, or only others',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  paused?: 'true' | 'false';

  @PageLimit('Schedules per page')
  limit?: number;

  @ApiPropertyOptional({
    pattern: SCHEDULE_ID.source,
    example: EXAMPLE_SCHEDULE_ID,
    description: '`next_cursor` of the previous page',
  })
  @IsOptional()
  @Matches(SCHEDULE_ID, { message: 'cursor must be next_cursor of the previous page' })
  cursor?: string;
}

export class PreviewQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 10,
    example: 10,
    description: 'Number of ticks',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(100)
  count?: number;
}

export class TicksQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 50,
    example: 50,
    description: 'Number of lines; 100 are kept',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(100)
  limit?: number;
}
