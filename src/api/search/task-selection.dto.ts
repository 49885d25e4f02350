import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length } from 'class-validator';
import { type Sorting, sortings } from '../../core/history/task-history.js';
import { MAX_QUERY_LENGTH } from '../../core/query/parse/parse-query.js';
import type { QueueName } from '../../core/task/queue-name.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';
import { NameFilter, QueueFilter } from '../schema/filters.js';
import { OptionalField } from '../schema/fields.js';

export const QUERY = {
  maxLength: MAX_QUERY_LENGTH,
  example: 'status:FAILURE name:fetch.* created:>-2h',
  description: 'Query; see docs/queries.md for the language',
};

const inclusions = ['payload', 'columns'] as const;
/** The part of the payload that is shown. */
export type Included = (typeof inclusions)[number];

const orders = ['asc', 'desc'] as const;

/** Query parameters that select tasks. All must match. */
export class TaskSelection {
  @QueueFilter()
  queue?: QueueName;

  @OptionalField.oneOf(taskStatuses, { example: 'FAILURE', description: 'Only tasks with this status' })
  status?: TaskStatus;

  @NameFilter()
  name?: string;

  @OptionalField.text(1, 100, { example: 'customer-7', description: 'Only tasks with this tag' })
  tag?: string;

  @ApiPropertyOptional(QUERY)
  @IsOptional()
  @Length(0, MAX_QUERY_LENGTH)
  q?: string;

  @OptionalField.oneOf(sortings, {
    default: 'created',
    example: 'run_ms',
    description:
      'Order by this value. Tasks without it are left out: `finished` and `run_ms` list only finished tasks, ' +
      '`wait_ms` only tasks that have started. Without a history, `run_ms` and `wait_ms` sort the newest 20,000 ' +
      'tasks, or as many as can be read in a quarter of a second, then the next ones',
  })
  sort?: Sorting;

  @OptionalField.oneOf(orders, { default: 'desc', example: 'desc', description: 'Direction of `sort`' })
  order?: (typeof orders)[number];

  @OptionalField.oneOf(inclusions, {
    example: 'payload',
    description:
      'Adds the payloads, or only the payload fields that the task type declares as `columns`; for the role admin ' +
      'only. Each secret is shown as `[redacted]`',
  })
  include?: Included;
}
