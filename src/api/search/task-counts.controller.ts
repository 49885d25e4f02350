import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { StatusCounts } from '../../core/search/status-counts.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { searchedBy } from './searched-by.js';
import { TaskCountsDto, TaskCountsQuery } from './task-counts.dto.js';

/** Counts tasks. */
@ApiTags('Search')
@Controller('tasks')
export class TaskCountsController {
  constructor(
    private readonly counts: StatusCounts,
    private readonly queues: KnownQueues,
  ) {}

  @Get('counts')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'countTasks',
    summary: 'Count the tasks that match, by status',
    description:
      'Counting is bounded: `relation` is `at_least` if it stopped before the end, and `estimate` if more than ' +
      '10,000 tasks match in the history, or too many are waiting.',
  })
  @ApiOkResponse({ type: TaskCountsDto, description: 'The counts' })
  @ApiProblems('validation', 'broker-unavailable')
  count(@Query() query: TaskCountsQuery, @Req() request: Request): Promise<TaskCountsDto> {
    const { conditions } = searchedBy(query, request, this.queues, Date.now());
    return this.counts.count(conditions);
  }
}
