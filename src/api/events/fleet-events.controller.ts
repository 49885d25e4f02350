import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { KnownQueues } from '../../core/task/known-queues.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { refuseUnknownQueue } from '../schema/queue-name.js';
import { ApiEventStream } from '../streams/api-event-stream.decorator.js';
import { EventStreams } from '../streams/event-streams.js';
import { FleetClients } from './fleet-clients.js';
import {
  FleetEventsQuery,
  FleetReadyDto,
  FleetResetDto,
  FleetSkippedDto,
  TaskChangeDto,
} from './fleet-events.dto.js';
import { FleetFilter } from './fleet-filter.js';

const EXAMPLE = `retry: 2000

id: 5d41402a-17
event: ready
data: {"resumed":false}

id: 5d41402a-18
event: task
data: {"task_id":"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e","name":"math.divide","queue":"tasks","status":"STARTED","attempt":1}

`;

/** The data of each event type. */
const EVENTS = {
  ready: FleetReadyDto,
  task: TaskChangeDto,
  skipped: FleetSkippedDto,
  reset: FleetResetDto,
};

/** Live updates of all tasks. */
@ApiTags('Tasks')
@Controller('events')
export class FleetEventsController {
  constructor(
    private readonly clients: FleetClients,
    private readonly streams: EventStreams,
    private readonly queues: KnownQueues,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'streamTaskChanges',
    summary: 'Stream the changes of all tasks',
    description:
      'Server-sent events. The first is `ready`: read `GET /tasks` then, and apply each `task` event, which has the ' +
      'current state of a task that has changed. `reset` means that changes are missing: read the list again. ' +
      '`skipped` counts changes that were left out because more than 1,000 tasks a second have changed. Changes are ' +
      'sent up to four times a second, and only the newest of each task. Payloads, results, progress and logs are ' +
      'not part of the stream. With `status`, a task that leaves this status is sent as well. A client that ' +
      'reconnects with the ID of its last event gets what it has missed, or `reset`. The stream ends after 15 ' +
      'minutes; clients reconnect. A comment `: ping` is sent every 15 s. A script with a key uses `fetch` to read ' +
      "the stream: a browser's EventSource cannot send a key, but does send the cookie of a session.",
  })
  @ApiEventStream({ events: EVENTS, example: EXAMPLE, lastEventId: 'ID of the last event received' })
  @ApiProblems('validation')
  events(
    @Query() query: FleetEventsQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    refuseUnknownQueue(this.queues, query.queue, { parameter: 'queue' });
    const filter = new FleetFilter(query);
    const stream = this.streams.open(response);
    if (request.method === 'HEAD') return stream.end();
    this.clients.add(stream, filter, lastEventId);
  }
}
