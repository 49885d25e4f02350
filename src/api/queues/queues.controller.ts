import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type QueueName, isQueueName, queueNames } from '../../platform/config/queue-names.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { principalOf, shownName } from '../access/principal.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { QueueControl } from '../../core/queues/queue-control.js';
import { QueueOverview } from '../../core/queues/queue-overview.js';
import { QueueNotFoundError } from '../../core/task/queue.errors.js';
import { accepted } from '../bulk-actions/accepted.js';
import { BulkActionDto } from '../bulk-actions/bulk-action.dto.js';
import { BulkActions } from '../bulk-actions/bulk-actions.js';
import { ConfirmedDto, ReasonDto, refuseOwn, refuseUnconfirmed } from '../bulk-actions/bulk-order.dto.js';
import { QueueDto, QueueLimitsChangeDto, QueuesDto } from './queue.dto.js';

const NAME = {
  name: 'name',
  description: 'of the queue',
  schema: { type: 'string' as const, enum: [...queueNames], example: 'tasks' },
};

/** The queues: how they are, and how they are worked off. */
@ApiTags('Operations')
@Controller('queues')
export class QueuesController {
  constructor(
    private readonly overview: QueueOverview,
    private readonly control: QueueControl,
    private readonly bulkActions: BulkActions,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listQueues',
    summary: 'List the queues: what waits, how long, who works it off, how fast',
  })
  @ApiOkResponse({ type: QueuesDto, description: 'Every queue' })
  @ApiProblems('broker-unavailable')
  async list(): Promise<QueuesDto> {
    return { items: (await this.overview.all()).map((queue) => QueueDto.of(queue)) };
  }

  @Get(':name')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getQueue', summary: 'Read how a queue is' })
  @ApiParam(NAME)
  @ApiOkResponse({ type: QueueDto, description: 'The queue' })
  @ApiProblems('queue-not-found', 'broker-unavailable')
  read(@Param('name') name: string): Promise<QueueDto> {
    return this.look(known(name));
  }

  @Put(':name/pause')
  @RequireRole('operator')
  @Audited('queue.pause')
  @ApiOperation({
    operationId: 'pauseQueue',
    summary: 'Have no worker start a task of a queue',
    description: 'What runs goes on, and tasks are accepted. Holds until it is resumed, also over restarts.',
  })
  @ApiParam(NAME)
  @ApiOkResponse({ type: QueueDto, description: 'It is paused' })
  @ApiProblems('queue-not-found', 'broker-unavailable')
  async pause(@Param('name') name: string, @Req() request: Request): Promise<QueueDto> {
    const queue = known(name);
    await this.control.pause(queue, shownName(principalOf(request)));
    return this.look(queue);
  }

  @Put(':name/resume')
  @RequireRole('operator')
  @Audited('queue.resume')
  @ApiOperation({ operationId: 'resumeQueue', summary: 'Have the workers start tasks of a queue again' })
  @ApiParam(NAME)
  @ApiOkResponse({ type: QueueDto, description: 'It is not paused' })
  @ApiProblems('queue-not-found', 'broker-unavailable')
  async resume(@Param('name') name: string): Promise<QueueDto> {
    const queue = known(name);
    await this.control.resume(queue);
    return this.look(queue);
  }

  @Patch(':name')
  @RequireRole('operator')
  @Audited('queue.limit', 'concurrency', 'rate')
  @ApiOperation({
    operationId: 'limitQueue',
    summary: 'Limit how many tasks of a queue run at once, or start in a stretch of time, over all workers',
    description:
      'Holds until it is changed, also over restarts. Limits of a task type (`rateLimit`) hold besides.',
  })
  @ApiParam(NAME)
  @ApiOkResponse({
    type: QueueDto,
    description: 'The limits hold for every task that is started from now on',
  })
  @ApiProblems('validation', 'queue-not-found', 'broker-unavailable')
  async limit(@Param('name') name: string, @Body() change: QueueLimitsChangeDto): Promise<QueueDto> {
    const queue = known(name);
    await this.control.limit(queue, QueueLimitsChangeDto.limitsOf(change));
    return this.look(queue);
  }

  @Put(':name/close')
  @RequireRole('operator')
  @Audited('queue.close', 'reason')
  @ApiOperation({
    operationId: 'closeQueue',
    summary: 'Stop accepting tasks into a queue, and let it run dry',
    description:
      'Submits are answered with 503 `queue-closed` from now on, by every API process within a second. Workers go on, and a ' +
      'task that runs may submit what it needs. `remaining` counts what is left. Retries are accepted. Holds until it is ' +
      'opened, also over restarts.',
  })
  @ApiParam(NAME)
  @ApiBody({ type: ReasonDto, required: false })
  @ApiOkResponse({ type: QueueDto, description: 'It is closed' })
  @ApiProblems('validation', 'queue-not-found', 'broker-unavailable')
  async close(
    @Param('name') name: string,
    @Body() { reason }: ReasonDto,
    @Req() request: Request,
  ): Promise<QueueDto> {
    const queue = known(name);
    await this.control.close(queue, shownName(principalOf(request)), reason ?? null);
    return this.look(queue);
  }

  @Put(':name/open')
  @RequireRole('operator')
  @Audited('queue.open')
  @ApiOperation({ operationId: 'openQueue', summary: 'Accept tasks into a queue again' })
  @ApiParam(NAME)
  @ApiOkResponse({ type: QueueDto, description: 'It accepts tasks' })
  @ApiProblems('queue-not-found', 'broker-unavailable')
  async open(@Param('name') name: string): Promise<QueueDto> {
    const queue = known(name);
    await this.control.open(queue);
    return this.look(queue);
  }

  @Post(':name/revoke-waiting')
  @RequireRole('operator')
  @Audited('queue.revoke-waiting', 'confirm', 'reason')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'revokeWaiting',
    summary: 'Revoke all that waits in a queue',
    description:
      'Also what waits for its time or for another attempt. What runs goes on, and what is submitted from now on is not ' +
      'touched: close or pause the queue first. Each task is REVOKED, stays readable, and has its webhook. Carried out as ' +
      'a bulk action, which can be aborted. To let a queue run dry instead, close it.',
  })
  @ApiParam(NAME)
  @ApiAcceptedResponse({ type: BulkActionDto, description: 'It is stored, and will be carried out' })
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
  @Audited('queue.drain', 'confirm', 'reason')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'drainQueue',
    summary: 'Revoke all that waits in a queue (former name of `revoke-waiting`)',
    deprecated: true,
  })
  @ApiParam(NAME)
  @ApiAcceptedResponse({ type: BulkActionDto, description: 'It is stored, and will be carried out' })
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
  @Audited('queue.purge', 'confirm', 'reason')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'purgeQueue',
    summary: 'Revoke all that waits in a queue, and forget all that has ended',
    description:
      'As `revoke-waiting`; besides, every task that is final already, dead letters too, is deleted with all that belongs to it. ' +
      'That cannot be undone.',
  })
  @ApiParam(NAME)
  @ApiAcceptedResponse({ type: BulkActionDto, description: 'It is stored, and will be carried out' })
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
    const queue = known(name);
    refuseOwn(queue);
    refuseUnconfirmed(queue, body);
    const ordered = this.bulkActions.orderFor(queue, verb, body.reason, submitContextOf(request));
    return accepted(response, await ordered);
  }

  private async look(name: QueueName): Promise<QueueDto> {
    return QueueDto.of(await this.overview.find(name));
  }
}

/** @throws QueueNotFoundError */
function known(name: string): QueueName {
  if (isQueueName(name)) return name;
  throw new QueueNotFoundError(name, queueNames);
}
