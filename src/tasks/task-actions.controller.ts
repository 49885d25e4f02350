import { Body, Controller, Delete, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiIdempotent } from '../http/api-idempotent.decorator.js';
import { ApiProblems } from '../http/api-problems.decorator.js';
import { InvalidRequestError } from '../http/invalid-request.js';
import { Cancellation } from '../queue/cancellation.js';
import { TaskActions } from '../queue/task-actions.js';
import { TaskReplay } from '../queue/task-replay.js';
import { CancelDto } from './cancel.dto.js';
import { submitOptionsOf } from './submit-options.dto.js';
import { ReplayDto } from './submit.dto.js';
import { TASK_ID } from './task-documentation.js';
import { REPLAYED_EXAMPLE, REVOKED_EXAMPLE, STOPPING_EXAMPLE, SUBMITTED_EXAMPLE } from './task.examples.js';
import { TaskDto } from './task.dto.js';

/** What can be done with a task that was submitted. */
@ApiTags('Tasks')
@Controller('tasks/:task_id')
export class TaskActionsController {
  constructor(
    private readonly cancellation: Cancellation,
    private readonly actions: TaskActions,
    private readonly replays: TaskReplay,
  ) {}

  @Post('cancel')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Cancel a task, wherever it is',
    description:
      'A waiting one is REVOKED at once. A running one is told to stop: it is REVOKED as soon as it has, and shows ' +
      '`cancel_requested_at` until then. If it comes to its end first, that counts.',
  })
  @ApiParam(TASK_ID)
  @ApiBody({ type: CancelDto, required: false })
  @ApiOkResponse({ type: TaskDto, description: 'It waited, and is REVOKED', example: REVOKED_EXAMPLE })
  @ApiAcceptedResponse({
    type: TaskDto,
    description: 'It runs, and is told to stop',
    example: STOPPING_EXAMPLE,
  })
  @ApiProblems('task-not-found', 'state-conflict', 'validation', 'broker-unavailable')
  async cancel(
    @Param('task_id') id: string,
    @Body() { reason }: CancelDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TaskDto> {
    const task = await this.cancellation.cancel(id, reason ?? undefined);
    if (task.status !== 'REVOKED') response.status(202);
    return TaskDto.of(task);
  }

  @Post('retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Run a FAILURE or REVOKED task again, under its id and with all its attempts' })
  @ApiParam(TASK_ID)
  @ApiAcceptedResponse({ type: TaskDto, description: 'It waits to be run again', example: SUBMITTED_EXAMPLE })
  @ApiProblems('task-not-found', 'state-conflict', 'broker-unavailable')
  async retry(@Param('task_id') id: string): Promise<TaskDto> {
    return TaskDto.of(await this.actions.retry(id));
  }

  @Post('replay')
  @ApiOperation({
    summary: 'Submit a task again, as a new one: with its payload and options, or with others',
  })
  @ApiParam(TASK_ID)
  @ApiBody({ type: ReplayDto, required: false })
  @ApiIdempotent()
  @ApiCreatedResponse({
    type: TaskDto,
    description: 'The new task is stored; `replay_of` names the old one',
    example: REPLAYED_EXAMPLE,
  })
  @ApiOkResponse({
    type: TaskDto,
    description: 'With `deduplicate`: an equal task was there, and is the answer',
    example: SUBMITTED_EXAMPLE,
  })
  @ApiProblems(
    'task-not-found',
    'task-type-not-found',
    'payload-too-large',
    'validation',
    'broker-unavailable',
  )
  async replay(
    @Param('task_id') id: string,
    @Body() { payload, options }: ReplayDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TaskDto> {
    const changes = { payload, options: submitOptionsOf(options) };
    const task = await InvalidRequestError.locating('/payload', () => this.replays.replay(id, changes));
    response.setHeader('Location', `/tasks/${task.id}`);
    if (task.isDuplicate) response.status(200);
    return TaskDto.of(task);
  }

  @Post('promote')
  @HttpCode(200)
  @ApiOperation({ summary: 'Have a delayed task run now' })
  @ApiParam(TASK_ID)
  @ApiOkResponse({
    type: TaskDto,
    description: 'It waits no longer for its time',
    example: SUBMITTED_EXAMPLE,
  })
  @ApiProblems('task-not-found', 'state-conflict', 'broker-unavailable')
  async promote(@Param('task_id') id: string): Promise<TaskDto> {
    return TaskDto.of(await this.actions.promote(id));
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget a final task, with all that belongs to it' })
  @ApiParam(TASK_ID)
  @ApiNoContentResponse({ description: 'It is gone' })
  @ApiProblems('task-not-found', 'state-conflict', 'broker-unavailable')
  async remove(@Param('task_id') id: string): Promise<void> {
    await this.actions.remove(id);
  }
}
