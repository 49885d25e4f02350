import { Body, Controller, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { TaskReader } from '../../core/search/task-reader.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ReadTokens } from '../access/tokens/read-tokens.js';
import { Audited } from '../audit/audited.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { TASK_ID } from '../schema/task-documentation.js';
import { TokenDto, TokenRequestDto } from '../schema/token.dto.js';

/** Tokens that read one task. */
@ApiTags('Tasks')
@Controller('tasks/:task_id/tokens')
export class TaskTokensController {
  constructor(
    private readonly tasks: TaskReader,
    private readonly tokens: ReadTokens,
  ) {}

  @Post()
  @RequireRole('viewer')
  @Audited('task.token', 'ttl_ms')
  @ApiOperation({
    operationId: 'createTaskToken',
    summary: 'Create a token for a browser that reads only this task',
    description:
      'The token reads the task, its result, log, transitions, fetched body and events, until it expires. It reads ' +
      'no payload, no list and no other task, and changes nothing. Its requests count against the quota of the key ' +
      'that created it, and removing that key ends it. A submit with the option `token` returns a token, too.',
  })
  @ApiParam(TASK_ID)
  @ApiBody({ type: TokenRequestDto, required: false })
  @ApiCreatedResponse({ type: TokenDto, description: 'The token, which is shown only now' })
  @ApiProblems('task-not-found', 'validation', 'broker-unavailable', 'history-unavailable')
  async create(
    @Param('task_id') id: string,
    @Body() { ttl_ms: ttlMs }: TokenRequestDto,
    @Req() request: Request,
  ): Promise<TokenDto> {
    const { task } = await this.tasks.find(id);
    const issue = await this.tokens.issuerFor(request);
    return TokenDto.of(issue({ kind: 'task', id: task.id }, ttlMs ?? undefined));
  }
}
