import { ApiProperty, OmitType } from '@nestjs/swagger';
import type { CountsByStatus } from '../../core/search/status-counts.js';
import { TaskCountDto } from './looked.dto.js';
import { TaskSelection } from './task-selection.dto.js';

/** Query of GET /tasks/counts. All must match. */
export class TaskCountsQuery extends OmitType(TaskSelection, [
  'status',
  'sort',
  'order',
  'include',
] as const) {}

/** Numbers of tasks by status. */
export class TaskCountsDto implements CountsByStatus {
  @ApiProperty({ type: TaskCountDto })
  PENDING!: TaskCountDto;

  @ApiProperty({ type: TaskCountDto })
  STARTED!: TaskCountDto;

  @ApiProperty({ type: TaskCountDto })
  RETRY!: TaskCountDto;

  @ApiProperty({ type: TaskCountDto })
  SUCCESS!: TaskCountDto;

  @ApiProperty({ type: TaskCountDto })
  FAILURE!: TaskCountDto;

  @ApiProperty({ type: TaskCountDto })
  REVOKED!: TaskCountDto;
}
