import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { TaskDto } from '../schema/task.dto.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { isTaskId } from '../../core/task/task-id.js';
import { TaskList } from '../../core/read/task-list.js';
import { TaskListQuery, TaskPageDto } from './task-list.dto.js';

/** Lists tasks. */
@ApiTags('Tasks')
@Controller('tasks')
export class TaskListController {
  constructor(
    private readonly list: TaskList,
    private readonly queues: KnownQueues,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'listTasks', summary: 'List tasks, newest first' })
  @ApiOkResponse({ type: TaskPageDto, description: 'One page of results' })
  @ApiProblems('malformed', 'validation', 'broker-unavailable')
  async page(@Query() { limit = DEFAULT_LIMIT, cursor, ...filter }: TaskListQuery): Promise<TaskPageDto> {
    refuseUnknownQueue(this.queues, filter.queue, { parameter: 'queue' });
    if (cursor !== undefined && !isTaskId(cursor)) throw new MalformedCursorError();
    const { items, nextCursor } = await this.list.page(filter, limit, cursor?.toLowerCase());
    return { items: items.map((task) => TaskDto.of(task)), next_cursor: nextCursor };
  }
}
