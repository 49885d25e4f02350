import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiIdempotent } from '../../api/idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../../api/problems/api-problems.decorator.js';
import { bodyAs } from '../../api/problems/input.pipe.js';
import { InvalidRequestError } from '../../api/problems/invalid-request.js';
import { submitOptionsOf } from '../../api/schema/submit-options.js';
import { LOCATION, PREFER, TASK_ID } from '../../api/schema/task-documentation.js';
import { ResultDto, SubmittedDto, TaskDto, resultOf, withStack } from '../../api/schema/task.dto.js';
import { RequireRole } from '../../api/access/require-role.decorator.js';
import { submitContextOf } from '../../api/access/submit-context-of.js';
import { mayAct, principalOf } from '../../api/access/principal.js';
import { TaskQueue } from '../../core/submit/task-queue.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import { isFinal } from '../../core/task/task-status.js';
import { TaskStore } from '../../core/read/task-store.js';
import { DividePayload, DivideTask } from './divide.task.js';
import { SubmitAnswer } from '../../api/tasks/submit-answer.js';
import { SubmitDto } from '../../api/tasks/submit.dto.js';
import { SUBMITTED_EXAMPLE } from './task.examples.js';

/** Submits and reads single tasks. */
@ApiTags('Tasks')
@Controller()
export class TasksController {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly taskStore: TaskStore,
    private readonly answer: SubmitAnswer,
    private readonly registry: TaskRegistry,
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
    const submitted = await this.taskQueue.submit(DivideTask, payload, {}, submitContextOf(request));
    const task = await this.answer.to(request, response, submitted);
    return isFinal(task.status) ? TaskDto.of(task) : { task_id: task.id, status: task.status };
  }

  @Post('tasks/:name')
  @RequireRole('submitter')
  @ApiOperation({ operationId: 'submitTask', summary: 'Submit a task by its name' })
  @ApiBody({ type: SubmitDto })
  @ApiParam({ name: 'name', description: 'Name of the task', example: 'math.divide' })
  @ApiHeader(PREFER)
  @ApiIdempotent()
  @ApiCreatedResponse({
    type: TaskDto,
    description: 'The task is stored',
    headers: LOCATION,
    example: SUBMITTED_EXAMPLE,
  })
  @ApiOkResponse({
    type: TaskDto,
    description: 'The task is final (`Prefer: wait`), or an equal task exists (`deduplicate`)',
    headers: LOCATION,
  })
  @ApiProblems('validation', 'queue-full', 'broker-unavailable')
  async submit(
    @Param('name') name: string,
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TaskDto> {
    // A misspelt name is reported as such, before its payload is checked.
    this.registry.getOpen(name);
    const { payload, options } = bodyAs(SubmitDto, body);
    const task = { name, payload, options: submitOptionsOf(options) };
    const submitted = await InvalidRequestError.locating('/payload', () =>
      this.taskQueue.submitNamed(task, submitContextOf(request)),
    );
    return TaskDto.of(await this.answer.to(request, response, submitted));
  }

  @Get('tasks/:task_id')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getTask', summary: 'Get a task: its status, progress, result or error' })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: TaskDto, description: 'The current task' })
  @ApiProblems('task-not-found', 'broker-unavailable')
  async read(@Param('task_id') id: string, @Req() request: Request): Promise<TaskDto> {
    const task = await this.taskStore.find(id);
    return mayAct(principalOf(request).role, 'admin') ? withStack(task) : TaskDto.of(task);
  }

  @Get('result/:task_id')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getResult', summary: 'Get only the status and result of a task' })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: ResultDto, description: 'The current status and result' })
  @ApiProblems('task-not-found', 'broker-unavailable')
  async result(@Param('task_id') id: string): Promise<ResultDto> {
    return resultOf(await this.taskStore.find(id));
  }
}
