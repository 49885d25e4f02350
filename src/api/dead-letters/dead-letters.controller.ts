import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { TaskDto } from '../schema/task.dto.js';
import { type DeadLetterAction, DeadLetterActions } from '../../core/act/dead-letter-actions.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { DeadLetters } from '../../core/read/dead-letters.js';
import { cursorOf } from '../../core/read/failed-tasks.js';
import { answerOf, positionOf } from './dead-letter-answer.js';
import {
  DeadLetterAnswerDto,
  DeadLetterGroupDto,
  DeadLetterGroupsDto,
  DeadLetterPageDto,
  DeadLetterSelectionDto,
  DeadLettersQuery,
} from './dead-letters.dto.js';

const PAGE_OR_GROUPS = {
  oneOf: [DeadLetterPageDto, DeadLetterGroupsDto].map((dto) => ({ $ref: getSchemaPath(dto) })),
};

/** Failed tasks (status FAILURE): list and group them by error, run them again, or discard them. */
@ApiTags('Errors')
@Controller('dead-letters')
export class DeadLettersController {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly actions: DeadLetterActions,
    private readonly queues: KnownQueues,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listDeadLetters',
    summary: 'List failed tasks (dead letters), or group them by error',
    description: 'Sorted by the time they finished, newest first. REVOKED tasks are not included.',
  })
  @ApiExtraModels(DeadLetterPageDto, DeadLetterGroupsDto)
  @ApiOkResponse({
    description: 'One page of tasks, or the groups if `group=true`',
    content: { 'application/json': { schema: PAGE_OR_GROUPS, example: { items: [], next_cursor: null } } },
  })
  @ApiProblems('malformed', 'validation', 'broker-unavailable')
  async find(
    @Query() { group, limit = DEFAULT_LIMIT, cursor, ...filter }: DeadLettersQuery,
  ): Promise<DeadLetterPageDto | DeadLetterGroupsDto> {
    refuseUnknownQueue(this.queues, filter.queue, { parameter: 'queue' });
    if (group === 'true') {
      if (cursor !== undefined) throw groupsHaveNoPages();
      const { groups, isComplete } = await this.deadLetters.groups(filter, limit);
      return { groups: groups.map((one) => DeadLetterGroupDto.of(one)), is_complete: isComplete };
    }
    const { items, next } = await this.deadLetters.page(filter, limit, positionOf(cursor));
    return { items: items.map((task) => TaskDto.of(task)), next_cursor: next && cursorOf(next) };
  }

  @Post('redrive')
  @RequireRole('operator')
  @Audited('dead-letters.redrive', 'task_ids', 'fingerprint', 'name')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'redriveDeadLetters',
    summary: 'Run dead letters again with the same IDs and all attempts restored',
    description:
      'Tasks are handled one by one: a task that is no longer FAILURE is skipped. Safe to repeat after a 503.',
  })
  @ApiOkResponse({ type: DeadLetterAnswerDto, description: 'Outcome for each task' })
  @ApiProblems('malformed', 'unsupported-media-type', 'validation', 'broker-unavailable')
  redrive(@Body() selection: DeadLetterSelectionDto, @Req() { path }: Request): Promise<DeadLetterAnswerDto> {
    return this.act('redrive', selection, path);
  }

  @Post('discard')
  @RequireRole('operator')
  @Audited('dead-letters.discard', 'task_ids', 'fingerprint', 'name')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'discardDeadLetters',
    summary: 'Delete dead letters and their data',
    description:
      'Tasks are handled one by one: a task that is no longer FAILURE is skipped. Safe to repeat after a 503.',
  })
  @ApiOkResponse({ type: DeadLetterAnswerDto, description: 'Outcome for each task' })
  @ApiProblems('malformed', 'unsupported-media-type', 'validation', 'broker-unavailable')
  discard(@Body() selection: DeadLetterSelectionDto, @Req() { path }: Request): Promise<DeadLetterAnswerDto> {
    return this.act('discard', selection, path);
  }

  private async act(
    action: DeadLetterAction,
    { task_ids: ids, fingerprint, name, cursor }: DeadLetterSelectionDto,
    path: string,
  ): Promise<DeadLetterAnswerDto> {
    if (ids) return answerOf(await this.actions.byIds(action, ids), null, path);
    const group = { fingerprint, name: name ?? undefined };
    const { acted, next } = await this.actions.byGroup(action, group, positionOf(cursor));
    return answerOf(acted, next, path);
  }
}

function groupsHaveNoPages(): InvalidRequestError {
  return new InvalidRequestError([{ parameter: 'cursor', message: 'give cursor or group=true, not both' }]);
}
