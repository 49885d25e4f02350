import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { TASK_ID } from '../schema/task-documentation.js';
import { TaskDto } from '../schema/task.dto.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { isTaskId } from '../../core/task/task-id.js';
import { TaskList } from '../../core/read/task-list.js';
import { TaskOutput } from '../../core/read/task-output.js';
import { TaskStore } from '../../core/read/task-store.js';
import { TaskListQuery, TaskPageDto } from './task-list.dto.js';
import { TaskLogDto } from './task-log.dto.js';

/** Lists tasks and reads their logs. */
@ApiTags('Tasks')
@Controller('tasks')
export class TaskListController {
  constructor(
    private readonly list: TaskList,
    private readonly store: TaskStore,
    private readonly notes: TaskOutput,
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

  @Get(':task_id/logs')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getTaskLogs', summary: 'Get the log lines of a task' })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: TaskLogDto, description: 'The lines, oldest first' })
  @ApiProblems('task-not-found', 'broker-unavailable')
  async logs(@Param('task_id') id: string): Promise<TaskLogDto> {
    const { first, lines } = await this.notes.read(await this.store.find(id));
    return { first, lines: [...lines] };
  }
}
