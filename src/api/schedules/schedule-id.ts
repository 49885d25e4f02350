import { ApiParam } from '@nestjs/swagger';
import { SCHEDULE_ID } from '../../core/schedules/schedule.js';

export const EXAMPLE_SCHEDULE_ID = 'nightly-report';

/** Documents the path parameter of every route of one schedule. */
export function ApiScheduleId(): MethodDecorator {
  return ApiParam({
    name: 'schedule_id',
    description: 'ID of the schedule: lowercase letters, digits, dots, hyphens and underscores',
    schema: { type: 'string', pattern: SCHEDULE_ID.source, example: EXAMPLE_SCHEDULE_ID },
  });
}
