import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiIdempotent } from '../idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { mayAct, principalOf } from '../access/principal.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { KnownQueues, isTaskId } from '../../core/index.js';
import { BulkActionDto, BulkActionsDto, BulkActionsQuery, EXAMPLE_BULK_ID } from './bulk-action.dto.js';
import { accepted } from './accepted.js';
import { BulkActions } from './bulk-actions.js';
import { DryRuns } from './dry-runs.js';
import { refuseUnfitQuery } from './bulk-query.js';
import { BulkActionRequestDto, TasksReasonDto, reachableQueues, refuseUnfit } from './bulk-order.dto.js';

const BULK_ACTION_ID = {
  name: 'bulk_action_id',
  description: 'ID of the bulk action',
  schema: { type: 'string' as const, format: 'uuid', example: EXAMPLE_BULK_ID },
};

/** Bulk actions over HTTP. */
@ApiTags('Bulk actions')
@Controller('bulk-actions')
export class BulkActionsController {
  constructor(
    private readonly bulkActions: BulkActions,
    private readonly dryRuns: DryRuns,
    private readonly queues: KnownQueues,
  ) {}

  @Post()
  @RequireRole('operator')
  @Audited('bulk-action.create', 'action', 'filter', 'q', 'dry_run_id', 'dry_run')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'createBulkAction',
    summary: 'Retry, cancel or delete all tasks that match a filter or a query',
    description:
      'A worker carries out the action, newest task first. It applies only to tasks submitted before it, and never ' +
      'to the queue `operations`. If its worker dies, another one resumes it. Tasks are handled one by one: a task ' +
      'whose state has changed is skipped. For a query, a dry run can come first: it counts the tasks, and a request ' +
      'with its ID as `dry_run_id` acts on exactly these tasks.',
  })
  @ApiIdempotent()
  @ApiAcceptedResponse({
    type: BulkActionDto,
    description: 'The bulk action is stored and will be carried out',
  })
  @ApiProblems('validation', 'queue-full', 'broker-unavailable')
  async create(
    @Body() order: BulkActionRequestDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BulkActionDto> {
    refuseUnfit(order);
    const names = reachableQueues(this.queues);
    refuseUnknownQueue({ names }, order.filter?.queue, { pointer: '/filter/queue' });
    const { action, q, dry_run_id: fixed } = order;
    const sees = { sees_payloads: seesPayloads(request) };
    if (typeof q === 'string') refuseUnfitQuery({ action, q, ...sees });
    if (typeof fixed === 'string') order.dry_run_id = await this.dryRuns.use(fixed, action);
    const bulkOrder = typeof q === 'string' ? Object.assign(order, sees) : order;
    return accepted(response, await this.bulkActions.order(bulkOrder, submitContextOf(request)));
  }

  @Get()
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'listBulkActions', summary: 'List bulk actions, newest first' })
  @ApiOkResponse({ type: BulkActionsDto, description: 'One page of results' })
  @ApiProblems('malformed', 'validation', 'broker-unavailable')
  async list(
    @Query() { limit = DEFAULT_LIMIT, cursor }: BulkActionsQuery,
    @Req() request: Request,
  ): Promise<BulkActionsDto> {
    if (cursor !== undefined && !isTaskId(cursor)) throw new MalformedCursorError();
    const { items, nextCursor } = await this.bulkActions.page(limit, cursor?.toLowerCase());
    const sees = seesPayloads(request);
    return { items: items.map((one) => BulkActionDto.of(one, sees)), next_cursor: nextCursor };
  }

  @Get(':bulk_action_id')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getBulkAction', summary: 'Get a bulk action and its progress' })
  @ApiParam(BULK_ACTION_ID)
  @ApiOkResponse({ type: BulkActionDto, description: 'The bulk action' })
  @ApiProblems('bulk-action-not-found', 'broker-unavailable')
  async read(@Param('bulk_action_id') id: string, @Req() request: Request): Promise<BulkActionDto> {
    return BulkActionDto.of(await this.bulkActions.find(id), seesPayloads(request));
  }

  @Post(':bulk_action_id/cancel')
  @RequireRole('operator')
  @Audited('bulk-action.cancel')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelBulkAction',
    summary: 'Abort a bulk action',
    description:
      'The action stops within a second. Tasks that were already processed are not reverted and stay counted.',
  })
  @ApiParam(BULK_ACTION_ID)
  @ApiBody({ type: TasksReasonDto, required: false })
  @ApiOkResponse({ type: BulkActionDto, description: 'The action had not started; it is now REVOKED' })
  @ApiAcceptedResponse({ type: BulkActionDto, description: 'The action is running and was asked to stop' })
  @ApiProblems('bulk-action-not-found', 'state-conflict', 'validation', 'broker-unavailable')
  async cancel(
    @Param('bulk_action_id') id: string,
    @Body() { reason }: TasksReasonDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BulkActionDto> {
    const bulkAction = await this.bulkActions.abort(id, reason ?? undefined);
    if (bulkAction.task.status !== 'REVOKED') response.status(202);
    return BulkActionDto.of(bulkAction, seesPayloads(request));
  }
}

function seesPayloads(request: Request): boolean {
  return mayAct(principalOf(request).role, 'admin');
}
