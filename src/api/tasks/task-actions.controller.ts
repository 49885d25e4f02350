import { Body, Controller, Delete, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
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
import type { Request, Response } from 'express';
import { ApiIdempotent } from '../idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { submitOptionsOf } from '../schema/submit-options.js';
import { TASK_ID } from '../schema/task-documentation.js';
import { TaskDto } from '../schema/task.dto.js';
import { withToken } from '../schema/token.dto.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ReadTokens } from '../access/tokens/read-tokens.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { principalOf, refuseUnlessOwn } from '../access/principal.js';
import { Cancellation } from '../../core/handle/cancellation.js';
import { TaskActions } from '../../core/act/task-actions.js';
import { TaskReplay } from '../../core/act/task-replay.js';
import { TaskReader } from '../../core/search/task-reader.js';
import { CancelDto } from '../schema/cancel.dto.js';
import { ApiReason, ApiReasonQuery, ReasonDto, refuseUnfitReason } from '../schema/reason.dto.js';
import { ReplayDto } from './submit.dto.js';
import {
  REPLAYED_EXAMPLE,
  REVOKED_EXAMPLE,
  STOPPING_EXAMPLE,
  SUBMITTED_EXAMPLE,
} from '../schema/task-examples.js';

/** Actions on a submitted task. */
@ApiTags('Tasks')
@Controller('tasks/:task_id')
export class TaskActionsController {
  constructor(
    private readonly tasks: TaskReader,
    private readonly cancellation: Cancellation,
    private readonly actions: TaskActions,
    private readonly replays: TaskReplay,
    private readonly tokens: ReadTokens,
  ) {}

  @Post('cancel')
  @RequireRole('submitter')
  @Audited('task.cancel')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelTask',
    summary: 'Cancel a task',
    description:
      'A waiting task is REVOKED at once. A running task is asked to stop: it shows `cancel_requested_at`, and ' +
      'becomes REVOKED once it has stopped. If it finishes first, its outcome stands. A submitter may cancel the ' +
      'tasks it submitted (`submitted_by`), an operator any task.',
  })
  @ApiParam(TASK_ID)
  @ApiBody({ type: CancelDto, required: false })
  @ApiOkResponse({
    type: TaskDto,
    description: 'The task had not started; it is now REVOKED',
    example: REVOKED_EXAMPLE,
  })
  @ApiAcceptedResponse({
    type: TaskDto,
    description: 'The task is running and was asked to stop',
    example: STOPPING_EXAMPLE,
  })
  @ApiProblems('task-not-found', 'state-conflict', 'validation', 'broker-unavailable', 'history-unavailable')
  async cancel(
    @Param('task_id') id: string,
    @Body() { reason }: CancelDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TaskDto> {
    const submitted = async () => (await this.tasks.find(id)).task;
    await refuseUnlessOwn(principalOf(request), submitted, 'cancel tasks that it submitted');
    const task = await this.cancellation.cancel(id, reason ?? undefined);
    if (task.status !== 'REVOKED') response.status(202);
    return TaskDto.of(task);
  }

  @Post('retry')
  @RequireRole('operator')
  @Audited('task.retry')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'retryTask',
    summary: 'Run a FAILURE or REVOKED task again with the same ID and all attempts restored',
    description:
      'The reason for its revocation stays in `revocations`. Revoked tasks are run again only by this route and by a ' +
      'bulk retry with the status REVOKED.',
  })
  @ApiParam(TASK_ID)
  @ApiReason()
  @ApiAcceptedResponse({
    type: TaskDto,
    description: 'The task waits to be run again',
    example: SUBMITTED_EXAMPLE,
  })
  @ApiProblems('task-not-found', 'state-conflict', 'validation', 'broker-unavailable', 'history-unavailable')
  async retry(@Param('task_id') id: string, @Body() _: ReasonDto): Promise<TaskDto> {
    return TaskDto.of(await this.actions.retry(id));
  }

  @Post('replay')
  @RequireRole('operator')
  @Audited('task.replay')
  @ApiOperation({
    operationId: 'replayTask',
    summary: 'Submit a task again as a new task, optionally with another payload or other options',
    description:
      'A task from the history is replayed with the tags, the priority and the number of attempts that it had, and ' +
      'otherwise with the options of its type. It needs a payload if its own was not kept or contained secrets.',
  })
  @ApiParam(TASK_ID)
  @ApiBody({ type: ReplayDto, required: false })
  @ApiIdempotent()
  @ApiCreatedResponse({
    type: TaskDto,
    description: 'The new task is stored; its `replay_of` is the ID of the old one',
    example: REPLAYED_EXAMPLE,
  })
  @ApiOkResponse({
    type: TaskDto,
    description: 'An equal task exists and is returned (`deduplicate`)',
    example: SUBMITTED_EXAMPLE,
  })
  @ApiProblems(
    'task-not-found',
    'task-type-not-found',
    'state-conflict',
    'payload-too-large',
    'validation',
    'queue-full',
    'broker-unavailable',
    'history-unavailable',
  )
  async replay(
    @Param('task_id') id: string,
    @Body() { payload, options }: ReplayDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TaskDto> {
    const changes = { payload, options: submitOptionsOf(options) };
    const issue = options?.token === true ? await this.tokens.issuerFor(request) : undefined;
    const task = await InvalidRequestError.locating('/payload', () =>
      this.replays.replay(id, changes, submitContextOf(request)),
    );
    response.setHeader('Location', `/tasks/${task.id}`);
    if (task.isDuplicate) response.status(200);
    return withToken(TaskDto.of(task), issue, { kind: 'task', id: task.id });
  }

  @Post('promote')
  @RequireRole('operator')
  @Audited('task.promote')
  @HttpCode(200)
  @ApiOperation({ operationId: 'promoteTask', summary: 'Run a delayed task immediately' })
  @ApiParam(TASK_ID)
  @ApiReason()
  @ApiOkResponse({
    type: TaskDto,
    description: 'The task no longer waits for its time',
    example: SUBMITTED_EXAMPLE,
  })
  @ApiProblems('task-not-found', 'state-conflict', 'validation', 'broker-unavailable', 'history-unavailable')
  async promote(@Param('task_id') id: string, @Body() _: ReasonDto): Promise<TaskDto> {
    return TaskDto.of(await this.actions.promote(id));
  }

  @Delete()
  @RequireRole('operator')
  @Audited('task.delete')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteTask', summary: 'Delete a finished task and its data' })
  @ApiParam(TASK_ID)
  @ApiReasonQuery()
  @ApiNoContentResponse({ description: 'The task is deleted' })
  @ApiProblems('task-not-found', 'state-conflict', 'validation', 'broker-unavailable', 'history-unavailable')
  async remove(@Param('task_id') id: string, @Query('reason') reason?: string): Promise<void> {
    refuseUnfitReason(reason);
    await this.actions.remove(id);
  }
}
