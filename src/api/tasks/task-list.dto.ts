import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Length } from 'class-validator';
import { type QueueName, queueNames } from '../../platform/config/queue-names.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { EXAMPLE_ID, TaskDto } from '../schema/task.dto.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';

/** Which tasks GET /tasks lists. Several filters must all fit. */
export class TaskListQuery {
  @ApiPropertyOptional({ enum: queueNames, example: 'tasks', description: 'only tasks of this queue' })
  @IsOptional()
  @IsIn(queueNames)
  queue?: QueueName;

  @ApiPropertyOptional({
    enum: taskStatuses,
    example: 'FAILURE',
    description: 'only tasks that are in this state',
  })
  @IsOptional()
  @IsIn(taskStatuses)
  status?: TaskStatus;

  @ApiPropertyOptional({ maxLength: 200, example: 'math.divide', description: 'only tasks of this type' })
  @IsOptional()
  @Length(1, 200)
  name?: string;

  @ApiPropertyOptional({
    maxLength: 100,
    example: 'customer-7',
    description: 'only tasks that carry this tag',
  })
  @IsOptional()
  @Length(1, 100)
  tag?: string;

  @PageLimit('tasks a page')
  limit?: number;

  @PageCursor(EXAMPLE_ID)
  cursor?: string;
}

export class TaskPageDto {
  @ApiProperty({ type: [TaskDto], description: 'the newest first' })
  items!: TaskDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      'for the next page; null at the end. A page can be shorter than its limit and still have one: where a filter fits ' +
      'few of very many tasks, a page looks on for a quarter of a second',
  })
  next_cursor!: string | null;
}
