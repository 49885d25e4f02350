import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiIdempotent } from '../idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { bodyAs } from '../problems/input.pipe.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { submitOptionsOf } from '../schema/submit-options.js';
import { LOCATION, PREFER, TASK_ID } from '../schema/task-documentation.js';
import { SUBMITTED_EXAMPLE } from '../schema/task-examples.js';
import { TaskDto, foundTask } from '../schema/task.dto.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { mayAct, principalOf, refusePayloadBelowAdmin } from '../access/principal.js';
import { TaskQueue } from '../../core/submit/task-queue.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import { TaskReader } from '../../core/search/task-reader.js';
import { WorkflowStore } from '../../core/workflows/record/workflow-store.js';
import { SubmitAnswer } from '../streams/submit-answer.js';
import { SubmitDto } from './submit.dto.js';
import { INCLUDE, includesPayload } from './task-include.js';

/** Submits a task of any type, and reads one. */
@ApiTags('Tasks')
@Controller('tasks')
export class TaskController {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly reader: TaskReader,
    private readonly answer: SubmitAnswer,
    private readonly registry: TaskRegistry,
    private readonly workflows: WorkflowStore,
  ) {}

  @Post(':name')
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

  @Get(':task_id')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'getTask',
    summary: 'Get a task: its status, progress, result or error',
    description:
      'A task that the broker has forgotten is read from the history, if there is one, and has `archived: true`.',
  })
  @ApiParam(TASK_ID)
  @ApiQuery(INCLUDE)
  @ApiOkResponse({ type: TaskDto, description: 'The current task' })
  @ApiProblems('task-not-found', 'validation', 'broker-unavailable', 'history-unavailable')
  async read(
    @Param('task_id') id: string,
    @Query('include') include: string | undefined,
    @Req() request: Request,
  ): Promise<TaskDto> {
    const isAdmin = mayAct(principalOf(request).role, 'admin');
    const withPayload = includesPayload(include);
    if (withPayload) refusePayloadBelowAdmin(principalOf(request));
    const found = await this.reader.find(id);
    const shown = foundTask(found, isAdmin);
    const waitingFor = await this.workflows.waitingFor(found.task);
    if (waitingFor) shown.waiting_for = waitingFor;
    if (withPayload) shown.payload = (await this.reader.payloadOf(found)) ?? null;
    return shown;
  }
}
