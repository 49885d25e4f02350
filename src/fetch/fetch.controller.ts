import { Controller, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiIdempotent } from '../http/api-idempotent.decorator.js';
import { ApiProblems } from '../http/api-problems.decorator.js';
import { TaskQueue } from '../queue/task-queue.js';
import { FetchUrlTask } from './fetch-url.task.js';
import { FetchPayload, FetchSubmittedDto } from './fetch.dto.js';

@ApiTags('Fetch')
@Controller()
export class FetchController {
  constructor(private readonly taskQueue: TaskQueue) {}

  @Post('fetch')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Fetch a URL in a worker',
    description: 'Submits `fetch.store`. Addresses that are not public are refused.',
  })
  @ApiOkResponse({
    type: FetchSubmittedDto,
    description: 'The task is stored',
    headers: { Location: { description: 'where the task can be read', schema: { type: 'string' } } },
  })
  @ApiIdempotent()
  @ApiProblems('validation', 'broker-unavailable')
  async fetch(
    @Query() payload: FetchPayload,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FetchSubmittedDto> {
    const { id } = await this.taskQueue.submit(FetchUrlTask, payload);
    response.setHeader('Location', `/tasks/${id}`);
    return { task_id: id };
  }
}
