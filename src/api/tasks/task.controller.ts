import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
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
import { ApiIdempotent } from '../idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { bodyAs } from '../problems/input.pipe.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { submitOptionsOf } from '../schema/submit-options.js';
import { LOCATION, PREFER, TASK_ID } from '../schema/task-documentation.js';
import { SUBMITTED_EXAMPLE } from '../schema/task-examples.js';
import { TaskDto, withStack } from '../schema/task.dto.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { mayAct, principalOf } from '../access/principal.js';
import { TaskQueue } from '../../core/submit/task-queue.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import { TaskStore } from '../../core/read/task-store.js';
import { WorkflowStore } from '../../core/workflows/record/workflow-store.js';
import { SubmitAnswer } from '../streams/submit-answer.js';
import { SubmitDto } from './submit.dto.js';

/** Submits a task of any type, and reads one. */
@ApiTags('Tasks')
@Controller('tasks')
export class TaskController {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly taskStore: TaskStore,
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
  @ApiOperation({ operationId: 'getTask', summary: 'Get a task: its status, progress, result or error' })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: TaskDto, description: 'The current task' })
  @ApiProblems('task-not-found', 'broker-unavailable')
  async read(@Param('task_id') id: string, @Req() request: Request): Promise<TaskDto> {
    const task = await this.taskStore.find(id);
    const shown = mayAct(principalOf(request).role, 'admin') ? withStack(task) : TaskDto.of(task);
    const waitingFor = await this.workflows.waitingFor(task);
    if (waitingFor) shown.waiting_for = waitingFor;
    return shown;
  }
}
