import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { QueueName } from '../../core/task/queue-name.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { principalOf, shownName } from '../access/principal.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { QueueControl } from '../../core/queues/queue-control.js';
import { QueueOverview } from '../../core/queues/queue-overview.js';
import { QueueNotFoundError } from '../../core/task/queue.errors.js';
import { accepted } from '../bulk-actions/accepted.js';
import { QUEUE } from '../schema/queue-name.js';
import { ApiReason, ReasonDto } from '../schema/reason.dto.js';
import { BulkActionDto } from '../bulk-actions/bulk-action.dto.js';
import { BulkActions } from '../bulk-actions/bulk-actions.js';
import { ConfirmedDto, refuseOwn, refuseUnconfirmed } from '../bulk-actions/bulk-order.dto.js';
import { QueueDto, QueueLimitsChangeDto, QueuesDto } from './queue.dto.js';

const NAME = {
  name: 'name',
  description: 'Name of the queue',
  schema: QUEUE,
};

/** The queues: state, limits, and actions on a whole queue. */
@ApiTags('Queues')
@Controller('queues')
export class QueuesController {
  constructor(
    private readonly overview: QueueOverview,
    private readonly control: QueueControl,
    private readonly bulkActions: BulkActions,
    private readonly queues: KnownQueues,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listQueues',
    summary: 'List all queues with their backlog, workers and throughput',
  })
  @ApiOkResponse({ type: QueuesDto, description: 'All queues' })
  @ApiProblems('broker-unavailable')
  async list(): Promise<QueuesDto> {
    return { items: (await this.overview.all()).map((queue) => QueueDto.of(queue)) };
  }

  @Get(':name')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getQueue', summary: 'Get a queue' })
  @ApiParam(NAME)
  @ApiOkResponse({ type: QueueDto, description: 'The queue' })
  @ApiProblems('queue-not-found', 'broker-unavailable')
  read(@Param('name') name: string): Promise<QueueDto> {
    return this.look(this.known(name));
  }

  @Put(':name/pause')
  @RequireRole('operator')
  @Audited('queue.pause')
  @ApiOperation({
    operationId: 'pauseQueue',
    summary: 'Pause a queue',
    description:
      'Running tasks continue and new tasks are accepted. The queue stays paused until it is resumed, even across ' +
      'restarts.',
  })
  @ApiParam(NAME)
  @ApiReason()
  @ApiOkResponse({ type: QueueDto, description: 'The queue is paused' })
  @ApiProblems('validation', 'queue-not-found', 'broker-unavailable')
  async pause(
    @Param('name') name: string,
    @Body() { reason }: ReasonDto,
    @Req() request: Request,
  ): Promise<QueueDto> {
    const queue = this.known(name);
    await this.control.pause(queue, shownName(principalOf(request)), reason);
    return this.look(queue);
  }

  @Put(':name/resume')
  @RequireRole('operator')
  @Audited('queue.resume')
  @ApiOperation({ operationId: 'resumeQueue', summary: 'Resume a paused queue' })
  @ApiParam(NAME)
  @ApiReason()
  @ApiOkResponse({ type: QueueDto, description: 'The queue is not paused' })
  @ApiProblems('validation', 'queue-not-found', 'broker-unavailable')
  async resume(@Param('name') name: string, @Body() _: ReasonDto): Promise<QueueDto> {
    const queue = this.known(name);
    await this.control.resume(queue);
    return this.look(queue);
  }

  @Patch(':name')
  @RequireRole('operator')
  @Audited('queue.limit', 'concurrency', 'rate')
  @ApiOperation({
    operationId: 'limitQueue',
    summary: 'Limit the concurrency or start rate of a queue across all workers',
    description:
      'The limits hold until they are changed, even across restarts. Limits of a task type (`rateLimit`) apply in ' +
      'addition.',
  })
  @ApiParam(NAME)
  @ApiOkResponse({
    type: QueueDto,
    description: 'The limits apply to every task started from now on',
  })
  @ApiProblems('validation', 'queue-not-found', 'broker-unavailable')
  async limit(@Param('name') name: string, @Body() change: QueueLimitsChangeDto): Promise<QueueDto> {
    const queue = this.known(name);
    await this.control.limit(queue, QueueLimitsChangeDto.limitsOf(change));
    return this.look(queue);
  }

  @Put(':name/close')
  @RequireRole('operator')
  @Audited('queue.close')
  @ApiOperation({
    operationId: 'closeQueue',
    summary: 'Close a queue: refuse new tasks; waiting and running tasks continue',
    description:
      'Submits fail with 503 `queue-closed`, in every API process within a second. Workers continue, running tasks ' +
      'may submit children, and retries are accepted. `remaining` counts the unfinished tasks. The queue stays closed ' +
      'until it is opened, even across restarts.',
  })
  @ApiParam(NAME)
  @ApiReason()
  @ApiOkResponse({ type: QueueDto, description: 'The queue is closed' })
  @ApiProblems('validation', 'queue-not-found', 'broker-unavailable')
  async close(
    @Param('name') name: string,
    @Body() { reason }: ReasonDto,
    @Req() request: Request,
  ): Promise<QueueDto> {
    const queue = this.known(name);
    await this.control.close(queue, shownName(principalOf(request)), reason ?? null);
    return this.look(queue);
  }

  @Put(':name/open')
  @RequireRole('operator')
  @Audited('queue.open')
  @ApiOperation({ operationId: 'openQueue', summary: 'Open a closed queue to new tasks' })
  @ApiParam(NAME)
  @ApiReason()
  @ApiOkResponse({ type: QueueDto, description: 'The queue accepts tasks' })
  @ApiProblems('validation', 'queue-not-found', 'broker-unavailable')
  async open(@Param('name') name: string, @Body() _: ReasonDto): Promise<QueueDto> {
    const queue = this.known(name);
    await this.control.open(queue);
    return this.look(queue);
  }

  @Post(':name/revoke-waiting')
  @RequireRole('operator')
  @Audited('queue.revoke-waiting', 'confirm')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'revokeWaiting',
    summary: 'Revoke all waiting tasks of a queue',
    description:
      'Includes tasks that wait for their time or for another attempt. Running tasks continue, and tasks submitted ' +
      'from now on are not affected: close or pause the queue first. Each task becomes REVOKED, stays readable and ' +
      'sends its webhook. This runs as a bulk action, which can be aborted. To let workers finish the tasks instead, ' +
      'close the queue.',
  })
  @ApiParam(NAME)
  @ApiAcceptedResponse({
    type: BulkActionDto,
    description: 'The bulk action is stored and will be carried out',
  })
  @ApiProblems('validation', 'queue-not-found', 'queue-full', 'broker-unavailable')
  revokeWaiting(
    @Param('name') name: string,
    @Body() body: ConfirmedDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BulkActionDto> {
    return this.order('revoke-waiting', name, body, request, response);
  }

  @Post(':name/drain')
  @RequireRole('operator')
  @Audited('queue.drain', 'confirm')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'drainQueue',
    summary: 'Revoke all waiting tasks of a queue (former name of `revoke-waiting`)',
    description:
      'Use `POST /queues/{name}/revoke-waiting`, which does the same. To let workers finish the tasks of a queue ' +
      'instead, close it, as `celeriac queue drain` does.',
    deprecated: true,
  })
  @ApiParam(NAME)
  @ApiAcceptedResponse({
    type: BulkActionDto,
    description: 'The bulk action is stored and will be carried out',
  })
  @ApiProblems('validation', 'queue-not-found', 'queue-full', 'broker-unavailable')
  drain(
    @Param('name') name: string,
    @Body() body: ConfirmedDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BulkActionDto> {
    return this.order('drain', name, body, request, response);
  }

  @Post(':name/purge')
  @RequireRole('admin')
  @Audited('queue.purge', 'confirm')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'purgeQueue',
    summary: 'Revoke all waiting tasks of a queue and delete all finished ones',
    description:
      'Like `revoke-waiting`, and also deletes every task that is already final, dead letters included, with its ' +
      'data. This cannot be undone.',
  })
  @ApiParam(NAME)
  @ApiAcceptedResponse({
    type: BulkActionDto,
    description: 'The bulk action is stored and will be carried out',
  })
  @ApiProblems('validation', 'queue-not-found', 'queue-full', 'broker-unavailable')
  purge(
    @Param('name') name: string,
    @Body() body: ConfirmedDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BulkActionDto> {
    return this.order('purge', name, body, request, response);
  }

  private async order(
    verb: 'revoke-waiting' | 'drain' | 'purge',
    name: string,
    body: ConfirmedDto,
    request: Request,
    response: Response,
  ): Promise<BulkActionDto> {
    const queue = this.known(name);
    refuseOwn(queue, this.queues);
    refuseUnconfirmed(queue, body);
    const ordered = this.bulkActions.orderFor(queue, verb, body.reason, submitContextOf(request));
    return accepted(response, await ordered);
  }

  private async look(name: QueueName): Promise<QueueDto> {
    return QueueDto.of(await this.overview.find(name));
  }

  /** @throws QueueNotFoundError */
  private known(name: string): QueueName {
    if (this.queues.has(name)) return name;
    throw new QueueNotFoundError(name, this.queues.names);
  }
}
