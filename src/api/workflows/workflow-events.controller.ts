import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { WorkflowReader } from '../../core/workflows/record/workflow-reader.js';
import { WorkflowFeed } from '../../core/workflows/watch/workflow-feed.js';
import { AcceptsToken } from '../access/tokens/accepts-token.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { ApiEventStream } from '../streams/api-event-stream.decorator.js';
import { EventStreams } from '../streams/event-streams.js';
import { WORKFLOW_ID } from './workflow-documentation.js';
import { WorkflowEventStream, hasSeenEnd } from './workflow-event-stream.js';
import { StepEventDto, WorkflowDetailsDto, WorkflowDto } from './workflow.dto.js';

const EXAMPLE = `retry: 2000

id: 0
event: snapshot
data: {"workflow_id":"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e","status":"PENDING","steps":{"counts":{"status":"PENDING"}}}

id: 0
event: step
data: {"name":"counts","status":"STARTED"}

`;

/** The data of each event type. */
const EVENTS = { snapshot: WorkflowDetailsDto, step: StepEventDto, end: WorkflowDto };

/** Live updates of a workflow. */
@ApiTags('Workflows')
@Controller('workflows')
export class WorkflowEventsController {
  constructor(
    private readonly workflows: WorkflowReader,
    private readonly feed: WorkflowFeed,
    private readonly streams: EventStreams,
  ) {}

  @Get(':workflow_id/events')
  @RequireRole('viewer')
  @AcceptsToken('workflow')
  @ApiOperation({
    operationId: 'streamWorkflowEvents',
    summary: 'Stream the events of a workflow and all its steps until it is final',
    description:
      'Server-sent events. The first is `snapshot`, the current workflow with its steps. It is followed by `step` ' +
      'when a step changes. `end`, the final workflow without its steps, comes last and ends the stream. The data of ' +
      '`snapshot` is a WorkflowDetailsDto, of `step` a StepEventDto, of `end` a WorkflowDto. Many changes in a short ' +
      'time are sent together, so a short state of a step can be missing. A comment `: ping` is sent every 15 s. A ' +
      'client that reconnects gets a new snapshot. If keys are required, an EventSource, which cannot send one, sends ' +
      'a token as `access_token` (`POST /workflows/{workflow_id}/tokens`), and its stream ends with the token.',
  })
  @ApiParam(WORKFLOW_ID)
  @ApiEventStream({
    events: EVENTS,
    example: EXAMPLE,
    lastEventId: 'ID of the last event received: after the last of all, nothing is sent again',
    noContent: 'The end was already received according to `Last-Event-ID`; an EventSource stops reconnecting',
  })
  @ApiProblems('workflow-not-found', 'broker-unavailable', 'history-unavailable')
  async events(
    @Param('workflow_id') id: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { workflow, archived } = await this.workflows.find(id);
    if (hasSeenEnd(lastEventId, workflow.finishedAt)) return void response.status(204).end();
    const stream = this.streams.open(response);
    if (request.method === 'HEAD') return stream.end();
    if (archived) return new WorkflowEventStream(stream).see({ ...archived, isArchived: true });
    void stream.over.then(this.feed.follow(workflow.id, new WorkflowEventStream(stream)));
  }
}
