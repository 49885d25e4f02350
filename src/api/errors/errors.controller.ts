import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ErrorGroups } from '../../core/errors/error-groups.js';
import type { ErrorState } from '../../core/errors/error-marks.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import { positionAt } from './error-cursor.js';
import { ApiFingerprint, windowMsOf } from './error-parameters.js';
import { ErrorWindowQuery, ErrorsQuery } from './error-requests.dto.js';
import { ErrorsDto, OneErrorDto } from './errors.dto.js';

/** Failures grouped by error. */
@ApiTags('Errors')
@Controller('errors')
export class ErrorsController {
  constructor(
    private readonly groups: ErrorGroups,
    private readonly queues: KnownQueues,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listErrors',
    summary: 'List failed tasks grouped by error',
    description:
      'Groups with a failure in the counted period, from the history if there is one and from Redis. A task that runs ' +
      'again counts until it ends again.',
  })
  @ApiOkResponse({ type: ErrorsDto, description: 'One page of groups' })
  @ApiProblems('malformed', 'validation', 'broker-unavailable', 'history-unavailable')
  async list(
    @Query() { window, limit = DEFAULT_LIMIT, cursor, state, sort = 'last_seen', ...filter }: ErrorsQuery,
  ): Promise<ErrorsDto> {
    refuseUnknownQueue(this.queues, filter.queue, { parameter: 'queue' });
    const states = state && statesOf(state);
    const question = { ...filter, windowMs: windowMsOf(window), limit, sort, after: positionAt(cursor) };
    return ErrorsDto.ofPage(await this.groups.page({ ...question, ...(states && { states }) }));
  }

  @Get(':fingerprint')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getError', summary: 'Get a group of failed tasks with the same error' })
  @ApiFingerprint()
  @ApiOkResponse({ type: OneErrorDto, description: 'The group' })
  @ApiProblems('validation', 'error-not-found', 'broker-unavailable', 'history-unavailable')
  async read(
    @Param('fingerprint') fingerprint: string,
    @Query() { window }: ErrorWindowQuery,
  ): Promise<OneErrorDto> {
    const group = await this.groups.get(fingerprint, windowMsOf(window));
    return OneErrorDto.ofOne(group, group.counted);
  }
}

function statesOf(state: ErrorState): readonly ErrorState[] {
  return state === 'open' ? ['open', 'reopened'] : [state];
}
