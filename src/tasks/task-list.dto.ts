import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Length, Max, Min } from 'class-validator';
import { type QueueName, queueNames } from '../config/queue-names.js';
import { EXAMPLE_ID, TaskDto } from '../http/task.dto.js';
import { type TaskStatus, taskStatuses } from '../queue/task-snapshot.js';
import { IsSafeInteger } from '../validation/is-safe-integer.js';

/** Items a page, where a request does not say. */
export const DEFAULT_LIMIT = 50;

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

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 200,
    default: DEFAULT_LIMIT,
    example: DEFAULT_LIMIT,
    description: 'tasks a page',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(200)
  limit?: number;

  @ApiPropertyOptional({
    maxLength: 100,
    example: EXAMPLE_ID,
    description: '`next_cursor` of the page before',
  })
  @IsOptional()
  @Length(1, 100)
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
      'for the next page; null at the end. A page can be shorter than its limit and still have one: a filter that ' +
      'fits few tasks is answered in stretches',
  })
  next_cursor!: string | null;
}
