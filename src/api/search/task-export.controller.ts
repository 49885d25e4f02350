import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { KnownQueues } from '../../core/task/known-queues.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { SUBMITTED_EXAMPLE } from '../schema/task-examples.js';
import { searchedBy } from './searched-by.js';
import { TaskExport } from './task-export.js';
import { TaskSelection } from './task-selection.dto.js';

/** Exports tasks. */
@ApiTags('Search')
@Controller('tasks')
export class TaskExportController {
  constructor(
    private readonly exports: TaskExport,
    private readonly queues: KnownQueues,
  ) {}

  @Get('export')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'exportTasks',
    summary: 'Export all tasks that match, as JSON Lines',
    description:
      'Each line is a task, as in GET /tasks: results larger than 16 KiB are left out. The response is sent at the ' +
      'pace of the client, and may or may not contain changes made meanwhile. If the export cannot be completed, ' +
      'its last line is `{"error": problem}`. Without such a line, the export is complete if the response ended ' +
      'regularly.',
  })
  @ApiProduces('application/jsonl')
  @ApiOkResponse({
    description: 'One task per line',
    content: {
      'application/jsonl': { schema: { type: 'string' }, example: `${JSON.stringify(SUBMITTED_EXAMPLE)}\n` },
    },
  })
  @ApiProblems('validation', 'broker-unavailable', 'history-unavailable')
  async export(
    @Query() query: TaskSelection,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const search = searchedBy(query, request, this.queues, Date.now());
    await this.exports.send(search, query.include, response);
  }
}
