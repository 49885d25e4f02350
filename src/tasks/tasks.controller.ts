import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems } from '../http/api-problems.decorator.js';
import { InvalidRequestError } from '../http/invalid-request.js';
import { TaskQueue } from '../queue/task-queue.js';
import type { TaskSnapshot } from '../queue/task-snapshot.js';
import { TaskStore } from '../queue/task-store.js';
import { InvalidInputError } from '../validation/parse-dto.js';
import { DividePayload, DivideTask } from './divide.task.js';
import { SubmitDto } from './submit.dto.js';
import { SUBMITTED_EXAMPLE } from './submitted.example.js';
import { EXAMPLE_ID, ResultDto, SubmittedDto, TaskDto, resultOf } from './task.dto.js';

const LOCATION = {
  Location: { description: 'where the task can be read', schema: { type: 'string' as const } },
};
const TASK_ID = {
  name: 'task_id',
  description: 'what the submit answered as `task_id`',
  format: 'uuid',
  example: EXAMPLE_ID,
};

@ApiTags('Tasks')
@Controller()
export class TasksController {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly taskStore: TaskStore,
  ) {}

  @Post('tasks')
  @ApiOperation({ summary: 'Divide x by y in a worker', description: 'Submits `math.divide`.' })
  @ApiCreatedResponse({ type: SubmittedDto, description: 'The task is stored', headers: LOCATION })
  @ApiProblems('validation', 'broker-unavailable')
  async divide(
    @Query() payload: DividePayload,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SubmittedDto> {
    const { id, status } = located(await this.taskQueue.submit(DivideTask, payload), response);
    return { task_id: id, status };
  }

  @Post('tasks/:name')
  @ApiOperation({ summary: 'Submit a task by its name' })
  @ApiParam({ name: 'name', description: 'of the task', example: 'math.divide' })
  @ApiCreatedResponse({
    type: TaskDto,
    description: 'The task is stored',
    headers: LOCATION,
    example: SUBMITTED_EXAMPLE,
  })
  @ApiProblems('validation', 'broker-unavailable')
  async submit(
    @Param('name') name: string,
    @Body() { payload }: SubmitDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TaskDto> {
    return TaskDto.of(located(await this.submitPayload(name, payload), response));
  }

  @Get('tasks/:task_id')
  @ApiOperation({ summary: 'Read a task: its status, progress, result or error' })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: TaskDto, description: 'The task as it is now' })
  @ApiProblems('task-not-found', 'broker-unavailable')
  async read(@Param('task_id') id: string): Promise<TaskDto> {
    return TaskDto.of(await this.taskStore.find(id));
  }

  @Get('result/:task_id')
  @ApiOperation({ summary: 'Read only the status and the result of a task' })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: ResultDto, description: 'Its status and result as they are now' })
  @ApiProblems('task-not-found', 'broker-unavailable')
  async result(@Param('task_id') id: string): Promise<ResultDto> {
    return resultOf(await this.taskStore.find(id));
  }

  /** The payload stands in the body under `payload`: so do the pointers to its wrong fields. */
  private async submitPayload(name: string, payload: object): Promise<TaskSnapshot> {
    try {
      return await this.taskQueue.submitByName(name, payload);
    } catch (error) {
      throw error instanceof InvalidInputError ? InvalidRequestError.inBody(error, '/payload') : error;
    }
  }
}

/** Says in `Location` where the task can be read. */
function located(task: TaskSnapshot, response: Response): TaskSnapshot {
  response.setHeader('Location', `/tasks/${task.id}`);
  return task;
}
