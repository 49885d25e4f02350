import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { isTaskId } from '../../core/task/task-id.js';
import { WebhookRefusedError } from '../../core/task/queue.errors.js';
import { WorkflowList } from '../../core/workflows/record/workflow-list.js';
import { WorkflowReader } from '../../core/workflows/record/workflow-reader.js';
import { WorkflowQueue } from '../../core/workflows/start/workflow-queue.js';
import { inSlices } from '../../platform/timing/slices.js';
import { AcceptsToken } from '../access/tokens/accepts-token.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ReadTokens } from '../access/tokens/read-tokens.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { ApiIdempotent } from '../idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { withToken } from '../schema/token.dto.js';
import { detailsOf, startedJson } from './workflow-details.js';
import { workflowDefinitionOf } from './workflow-definition-of.js';
import { StartWorkflowDto } from './workflow-definition.dto.js';
import { WORKFLOW_ID, WORKFLOW_LOCATION } from './workflow-documentation.js';
import { WorkflowDetailsQuery, WorkflowListQuery, WorkflowPageDto } from './workflow-list.dto.js';
import { mermaidOf } from './workflow-mermaid.js';
import { StartedWorkflowDto, WorkflowDetailsDto, WorkflowDto } from './workflow.dto.js';

const DIAGRAM = `flowchart TD
  s0["counts<br>math.count-primes<br>1 of 2 items"]:::PENDING
  s1["ratio<br>math.divide"]:::PENDING
  s0 --> s1
  classDef PENDING fill:#e5e7eb,stroke:#6b7280,color:#111827
`;

/** Starts, lists and reads workflows. */
@ApiTags('Workflows')
@Controller('workflows')
export class WorkflowsController {
  constructor(
    private readonly queue: WorkflowQueue,
    private readonly workflows: WorkflowReader,
    private readonly list: WorkflowList,
    private readonly tokens: ReadTokens,
  ) {}

  @Post()
  @RequireRole('submitter')
  @ApiOperation({
    operationId: 'startWorkflow',
    summary: 'Start a workflow: a graph of named steps, each of which is a task',
    description:
      'A step starts when every step has ended that it names in `after` or refers to in its payload. The whole ' +
      'workflow is checked before anything is stored: an unknown task or step, a cycle, or a payload that cannot ' +
      'fit is a 422 with a pointer to each mistake, up to 100. The body may have up to 8 MiB. Each step and hook ' +
      'counts as one task of its queue.',
  })
  @ApiIdempotent()
  @ApiCreatedResponse({
    type: StartedWorkflowDto,
    description: 'All steps are stored',
    headers: WORKFLOW_LOCATION,
  })
  @ApiProblems('validation', 'queue-full', 'broker-unavailable')
  async start(
    @Body() body: StartWorkflowDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StartedWorkflowDto> {
    const definition = await inSlices(workflowDefinitionOf(body));
    const context = { ...submitContextOf(request), source: 'outside' as const };
    const issue = body.token === true ? await this.tokens.issuerFor(request) : undefined;
    const workflow = await this.queue.start(definition, context).catch(atWebhook);
    response.setHeader('Location', `/workflows/${workflow.id}`);
    return withToken(startedJson(workflow), issue, { kind: 'workflow', id: workflow.id });
  }

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listWorkflows',
    summary: 'List workflows, newest first',
    description: 'Lists the workflows that the broker still has; an archived one is read by its ID.',
  })
  @ApiOkResponse({ type: WorkflowPageDto, description: 'One page of results' })
  @ApiProblems('malformed', 'validation', 'broker-unavailable')
  async page(
    @Query() { limit = DEFAULT_LIMIT, cursor, ...filter }: WorkflowListQuery,
  ): Promise<WorkflowPageDto> {
    if (cursor !== undefined && !isTaskId(cursor)) throw new MalformedCursorError();
    const { items, nextCursor } = await this.list.page(filter, limit, cursor?.toLowerCase());
    return { items: items.map((workflow) => WorkflowDto.of(workflow)), next_cursor: nextCursor };
  }

  // Before `:workflow_id`, which matches it, too.
  @Get(':workflow_id.mmd')
  @RequireRole('viewer')
  @AcceptsToken('workflow')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({
    operationId: 'getWorkflowDiagram',
    summary: 'Get a workflow as a Mermaid flowchart',
    description:
      'Each step is a node with its status as class. A step with `each` shows the number of its items.',
  })
  @ApiParam(WORKFLOW_ID)
  @ApiOkResponse({
    description: 'The diagram',
    content: { 'text/plain': { schema: { type: 'string' }, example: DIAGRAM } },
  })
  @ApiProblems('workflow-not-found', 'broker-unavailable', 'history-unavailable')
  async diagram(@Param('workflow_id') id: string): Promise<string> {
    return mermaidOf(await this.workflows.view(id));
  }

  @Get(':workflow_id')
  @RequireRole('viewer')
  @AcceptsToken('workflow')
  @ApiOperation({
    operationId: 'getWorkflow',
    summary: 'Get a workflow with its steps, their states and times, and its critical path',
    description:
      'Results and errors of steps are read from their tasks: `GET /tasks/{task_id}`. A workflow that the broker has ' +
      'removed is read from the history, if there is one, and has `archived: true`.',
  })
  @ApiParam(WORKFLOW_ID)
  @ApiOkResponse({ type: WorkflowDetailsDto, description: 'The current workflow' })
  @ApiProblems('workflow-not-found', 'validation', 'broker-unavailable', 'history-unavailable')
  async read(
    @Param('workflow_id') id: string,
    @Query() { items }: WorkflowDetailsQuery,
  ): Promise<WorkflowDetailsDto> {
    return detailsOf(await this.workflows.view(id), items === 'true');
  }
}

function atWebhook(error: unknown): never {
  if (error instanceof WebhookRefusedError)
    throw new InvalidRequestError([{ pointer: '/webhook_url', message: error.message }]);
  throw error;
}
