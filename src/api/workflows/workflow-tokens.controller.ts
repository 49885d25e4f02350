import { Body, Controller, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { WorkflowReader } from '../../core/workflows/record/workflow-reader.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ReadTokens } from '../access/tokens/read-tokens.js';
import { Audited } from '../audit/audited.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { TokenDto, TokenRequestDto } from '../schema/token.dto.js';
import { WORKFLOW_ID } from './workflow-documentation.js';

/** Tokens that read one workflow. */
@ApiTags('Workflows')
@Controller('workflows/:workflow_id/tokens')
export class WorkflowTokensController {
  constructor(
    private readonly workflows: WorkflowReader,
    private readonly tokens: ReadTokens,
  ) {}

  @Post()
  @RequireRole('viewer')
  @Audited('workflow.token', 'ttl_ms')
  @ApiOperation({
    operationId: 'createWorkflowToken',
    summary: 'Create a token for a browser that reads only this workflow and its steps',
    description:
      'Like a token for a task: it reads the workflow, its diagram and its events. For each step and item, it reads ' +
      'the same as a token for that task.',
  })
  @ApiParam(WORKFLOW_ID)
  @ApiBody({ type: TokenRequestDto, required: false })
  @ApiCreatedResponse({ type: TokenDto, description: 'The token, which is shown only now' })
  @ApiProblems('workflow-not-found', 'validation', 'broker-unavailable', 'history-unavailable')
  async create(
    @Param('workflow_id') id: string,
    @Body() { ttl_ms: ttlMs }: TokenRequestDto,
    @Req() request: Request,
  ): Promise<TokenDto> {
    const { workflow } = await this.workflows.find(id);
    const issue = await this.tokens.issuerFor(request);
    return TokenDto.of(issue({ kind: 'workflow', id: workflow.id }, ttlMs ?? undefined));
  }
}
