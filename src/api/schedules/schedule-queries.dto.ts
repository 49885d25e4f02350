import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { SCHEDULE_ID, type ScheduleSource, scheduleSources } from '../../core/schedules/schedule.js';
import { PageLimit } from '../schema/paging.js';
import { OptionalField } from '../schema/fields.js';
import { EXAMPLE_SCHEDULE_ID } from './schedule-id.js';

/** Filters of GET /schedules. All must match. */
export class SchedulesQuery {
  @OptionalField.text(1, 100, {
    example: 'report',
    description: 'Only schedules with this text in their ID, tasks, workflow name or note; ignores case',
  })
  q?: string;

  @OptionalField.text(1, 200, {
    example: 'reports.nightly',
    description: 'Only schedules that submit this task type, alone or in a workflow',
  })
  task?: string;

  @OptionalField.oneOf(scheduleSources, {
    example: 'code',
    description: '`code`: as declared in code. `api`: created or changed by a request',
  })
  source?: ScheduleSource;

  @OptionalField.oneOf(['true', 'false'], {
    example: 'true',
    description: '`true`: only paused schedules. `false`: only schedules that are not paused',
  })
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
  @OptionalField.integer(1, 100, { default: 10, example: 10, description: 'Number of ticks' })
  count?: number;
}

export class TicksQuery {
  @OptionalField.integer(1, 100, { default: 50, example: 50, description: 'Number of ticks; 100 are kept' })
  limit?: number;
}
