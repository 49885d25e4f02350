import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Length } from 'class-validator';
import { type Sorting, sortings } from '../../core/history/task-history.js';
import { MAX_QUERY_LENGTH } from '../../core/query/parse/parse-query.js';
import type { QueueName } from '../../core/task/queue-name.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';
import { NameFilter, QueueFilter } from '../schema/filters.js';

export const QUERY = {
  maxLength: MAX_QUERY_LENGTH,
  example: 'status:FAILURE name:fetch.* created:>-2h',
  description: 'Query; see docs/queries.md for the language',
};

const orders = ['asc', 'desc'] as const;

/** Query parameters that select tasks. All must match. */
export class TaskSelection {
  @QueueFilter()
  queue?: QueueName;

  @ApiPropertyOptional({
    enum: taskStatuses,
    example: 'FAILURE',
    description: 'Only tasks with this status',
  })
  @IsOptional()
  @IsIn(taskStatuses)
  status?: TaskStatus;

  @NameFilter()
  name?: string;

  @ApiPropertyOptional({
    maxLength: 100,
    example: 'customer-7',
    description: 'Only tasks with this tag',
  })
  @IsOptional()
  @Length(1, 100)
  tag?: string;

  @ApiPropertyOptional(QUERY)
  @IsOptional()
  @Length(0, MAX_QUERY_LENGTH)
  q?: string;

  @ApiPropertyOptional({
    enum: sortings,
    default: 'created',
    example: 'run_ms',
    description:
      'A task without that value is left out: `finished` and `run_ms` list only tasks that are over, `wait_ms` only ' +
      'tasks that have started. Without a history, `run_ms` and `wait_ms` sort the newest 20,000 tasks, or as many as ' +
      'can be read in a quarter of a second, then the next ones',
  })
  @IsOptional()
  @IsIn(sortings)
  sort?: Sorting;

  @ApiPropertyOptional({ enum: orders, default: 'desc', example: 'desc', description: 'Direction of `sort`' })
  @IsOptional()
  @IsIn(orders)
  order?: (typeof orders)[number];

  @ApiPropertyOptional({
    enum: ['payload'],
    example: 'payload',
    description: 'Adds the payloads, for the role admin only. `[redacted]` stands for each secret in them',
  })
  @IsOptional()
  @IsIn(['payload'])
  include?: 'payload';
}
