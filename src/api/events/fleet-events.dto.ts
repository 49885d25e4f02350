import { ApiProperty, PickType } from '@nestjs/swagger';
import { MAX_QUERY_LENGTH } from '../../core/query/parse/parse-query.js';
import { changeFields } from '../../core/task/listed/change-fields.js';
import { taskFields } from '../../core/task/task-fields.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';
import { TaskDto } from '../schema/task.dto.js';
import { OptionalField } from '../schema/fields.js';
import { TaskSelection } from '../search/task-selection.dto.js';

/** Filters of GET /events. All must match. */
export class FleetEventsQuery extends PickType(TaskSelection, ['queue', 'name', 'tag']) {
  @OptionalField.oneOf(taskStatuses, {
    example: 'FAILURE',
    description: 'Only changes to or from this status',
  })
  status?: TaskStatus;

  @OptionalField.text(1, MAX_QUERY_LENGTH, {
    example: 'name:fetch.* -tag:test',
    description: 'Query of the fields `name`, `queue`, `status` and `tag`',
  })
  q?: string;
}

/** Data of a `task` event: the current state of a task that has changed. */
export class TaskChangeDto extends PickType(
  TaskDto,
  changeFields.map((field) => taskFields[field].json),
) {}

/** Data of a `ready` event, the first one: from now on, no change is missed. */
export class FleetReadyDto {
  @ApiProperty({ example: false, description: 'Whether the stream continues after `Last-Event-ID`' })
  resumed!: boolean;
}

const RESET_REASONS = ['cannot-resume', 'too-slow', 'changes-missed'] as const;

export type ResetReason = (typeof RESET_REASONS)[number];

/** Data of a `reset` event: changes are missing, so the client has to read its list again. */
export class FleetResetDto {
  @ApiProperty({
    enum: RESET_REASONS,
    example: 'cannot-resume',
    description:
      '`cannot-resume`: `Last-Event-ID` is too old or comes from another process. `too-slow`: the client has not ' +
      'read in time. `changes-missed`: the connection to the broker was lost',
  })
  reason!: ResetReason;
}

/** Data of a `skipped` event: more tasks changed than are read, 1,000 a second. */
export class FleetSkippedDto {
  @ApiProperty({ type: 'integer', example: 312, description: 'Changes skipped since the last such event' })
  skipped!: number;
}
