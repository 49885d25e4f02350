import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Length } from 'class-validator';
import type { QueueName } from '../../core/task/queue-name.js';
import { IsQueueName, QUEUE } from '../schema/queue-name.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { EXAMPLE_ID, TaskDto } from '../schema/task.dto.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';

/** Filters of GET /tasks. All must match. */
export class TaskListQuery {
  @ApiPropertyOptional({ ...QUEUE, description: 'Only tasks in this queue' })
  @IsOptional()
  @IsQueueName()
  queue?: QueueName;

  @ApiPropertyOptional({
    enum: taskStatuses,
    example: 'FAILURE',
    description: 'Only tasks with this status',
  })
  @IsOptional()
  @IsIn(taskStatuses)
  status?: TaskStatus;

  @ApiPropertyOptional({ maxLength: 200, example: 'math.divide', description: 'Only tasks of this type' })
  @IsOptional()
  @Length(1, 200)
  name?: string;

  @ApiPropertyOptional({
    maxLength: 100,
    example: 'customer-7',
    description: 'Only tasks with this tag',
  })
  @IsOptional()
  @Length(1, 100)
  tag?: string;

  @PageLimit('Tasks per page')
  limit?: number;

  @PageCursor(EXAMPLE_ID)
  cursor?: string;
}

export class TaskPageDto {
  @ApiProperty({ type: [TaskDto], description: 'Newest first' })
  items!: TaskDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      'Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be followed ' +
      'by another: with a filter that matches few of many tasks, the search stops after a quarter of a second',
  })
  next_cursor!: string | null;
}
