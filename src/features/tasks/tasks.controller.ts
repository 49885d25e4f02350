import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AcceptsToken } from '../../api/access/tokens/accepts-token.decorator.js';
import { RequireRole } from '../../api/access/require-role.decorator.js';
import { submitContextOf } from '../../api/access/submit-context-of.js';
import { ApiIdempotent } from '../../api/idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../../api/problems/api-problems.decorator.js';
import { LOCATION, PREFER, TASK_ID } from '../../api/schema/task-documentation.js';
import { ResultDto, resultOf } from '../../api/schema/result.dto.js';
import { SubmittedDto, TaskDto } from '../../api/schema/task.dto.js';
import { SubmitAnswer } from '../../api/streams/submit-answer.js';
import { TaskQueue, TaskReader, isFinal } from '../../core/index.js';
import { DividePayload, DivideTask } from './divide.task.js';

/** The tutorial's routes: submits a division, and reads a result. Tasks of any type have theirs in `api/tasks`. */
@ApiTags('Tasks')
@Controller()
export class TasksController {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly reader: TaskReader,
    private readonly answer: SubmitAnswer,
  ) {}

  @Post('tasks')
  @RequireRole('submitter')
  @ApiOperation({
    operationId: 'submitDivision',
    summary: 'Divide x by y in a worker',
    description: 'Submits `math.divide`.',
  })
  @ApiHeader(PREFER)
  @ApiIdempotent()
  @ApiCreatedResponse({ type: SubmittedDto, description: 'The task is stored', headers: LOCATION })
  @ApiOkResponse({ type: TaskDto, description: 'The task is final (`Prefer: wait`)', headers: LOCATION })
  @ApiProblems('validation', 'queue-full', 'broker-unavailable')
  async divide(
    @Query() payload: DividePayload,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SubmittedDto | TaskDto> {
    const { snapshot } = await this.taskQueue.submit(DivideTask, payload, {}, submitContextOf(request));
    const task = await this.answer.to(request, response, snapshot);
    return isFinal(task.status) ? TaskDto.of(task) : { task_id: task.id, status: task.status };
  }

  @Get('result/:task_id')
  @RequireRole('viewer')
  @AcceptsToken('task')
  @ApiOperation({ operationId: 'getResult', summary: 'Get only the status and result of a task' })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: ResultDto, description: 'The current status and result' })
  @ApiProblems('task-not-found', 'broker-unavailable', 'history-unavailable')
  async result(@Param('task_id') id: string): Promise<ResultDto> {
    return resultOf(await this.reader.find(id));
  }
}
