import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { TaskDto } from '../schema/task.dto.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import { TaskSearches, isSearch } from '../search/task-searches.js';
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
    private readonly searches: TaskSearches,
    private readonly queues: KnownQueues,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listTasks',
    summary: 'List or search tasks, newest first',
    description:
      'Without `q`, `sort`, `order`, `count` and `include`, it lists the tasks that the broker holds. With any of ' +
      'these, tasks of the history are found as well, with `archived: true` if only the history has them. If the ' +
      'history or the broker does not respond, the list comes from the other one, and `looked.missing` names the ' +
      'missing one.',
  })
  @ApiOkResponse({ type: TaskPageDto, description: 'One page of results' })
  @ApiProblems('malformed', 'validation', 'broker-unavailable')
  async page(@Query() query: TaskListQuery, @Req() request: Request): Promise<TaskPageDto> {
    if (isSearch(query)) return this.searches.page(query, request);
    const { limit = DEFAULT_LIMIT, cursor, ...filter } = query;
    refuseUnknownQueue(this.queues, filter.queue, { parameter: 'queue' });
    if (cursor !== undefined && !isTaskId(cursor)) throw new MalformedCursorError();
    const { items, nextCursor } = await this.list.page(filter, limit, cursor?.toLowerCase());
    return { items: items.map((task) => TaskDto.of(task)), next_cursor: nextCursor };
  }
}
