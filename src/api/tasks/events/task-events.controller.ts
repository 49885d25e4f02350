import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems } from '../../problems/api-problems.decorator.js';
import { ApiEventStream } from '../../streams/api-event-stream.decorator.js';
import type { EventStream } from '../../streams/event-stream.js';
import { EventStreams } from '../../streams/event-streams.js';
import { TASK_ID } from '../../schema/task-documentation.js';
import { TaskDto } from '../../schema/task.dto.js';
import { AcceptsToken } from '../../access/tokens/accepts-token.decorator.js';
import { RequireRole } from '../../access/require-role.decorator.js';
import { BrokerUnavailableError } from '../../../core/redis/broker.errors.js';
import { type Listening, TaskFeed } from '../../../core/watch/task-feed.js';
import type { LogLines } from '../../../core/task/handle/task-event.js';
import { TaskOutput } from '../../../core/read/task-output.js';
import { linesFrom } from '../../../core/watch/task-events.js';
import type { TaskSnapshot } from '../../../core/task/task-snapshot.js';
import { isFinal } from '../../../core/task/task-status.js';
import { type FoundTask, TaskReader } from '../../../core/search/task-reader.js';
import { hasSeenAll, parseEventId } from './task-event-id.js';
import { TaskEventStream } from './task-event-stream.js';
import { TaskProgressDto, TaskStateDto } from './task-events.dto.js';
import { TaskLogDto } from '../task-log.dto.js';

/** Lines of an archived log in one event. */
const LINES_AT_ONCE = 200;

const EXAMPLE = `retry: 2000

id: 0
event: snapshot
data: {"task_id":"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e","status":"STARTED","progress":null}

id: 1
event: log
data: {"first":0,"lines":["12 of 40 rows are imported"]}

id: 1
event: progress
data: {"progress":30}

`;

/** The data of each event type. */
const EVENTS = {
  snapshot: TaskDto,
  state: TaskStateDto,
  progress: TaskProgressDto,
  log: TaskLogDto,
  result: TaskDto,
};

/** Live updates of a task. */
@ApiTags('Tasks')
@Controller('tasks')
export class TaskEventsController {
  constructor(
    private readonly reader: TaskReader,
    private readonly notes: TaskOutput,
    private readonly feed: TaskFeed,
    private readonly streams: EventStreams,
  ) {}

  @Get(':task_id/events')
  @RequireRole('viewer')
  @AcceptsToken('task')
  @ApiOperation({
    operationId: 'streamTaskEvents',
    summary: 'Stream the events of a task until it is final',
    description:
      'Server-sent events. The first is `snapshot`, the current task. It is followed by `state` when the status or ' +
      "attempt changes, `progress`, and `log` with the task's lines from the first one on. `result`, the final task, " +
      'comes last and ends the stream. A task that is already final sends the same events, also one from the history. The data of `snapshot` ' +
      'and `result` is a TaskDto, of `state` a TaskStateDto, of `progress` a TaskProgressDto, of `log` a TaskLogDto. ' +
      'A comment `: ping` is sent every 15 s. A client that reads too slowly is disconnected and can reconnect with ' +
      'the ID of its last event. If keys are required, an EventSource, which cannot send one, sends a token as ' +
      '`access_token` (`POST /tasks/{task_id}/tokens`), and its stream ends with the token. `fetch` can send a key.',
  })
  @ApiParam(TASK_ID)
  @ApiEventStream({
    events: EVENTS,
    example: EXAMPLE,
    lastEventId: 'ID of the last event received: earlier log lines are not sent again',
    noContent:
      'The result was already received according to `Last-Event-ID`; an EventSource stops reconnecting',
  })
  @ApiProblems('task-not-found', 'broker-unavailable', 'history-unavailable')
  async events(
    @Param('task_id') id: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const listening = this.feed.listen(id);
    try {
      const found = await this.reader.find(id);
      const { task, isArchived } = found;
      const seen = parseEventId(lastEventId);
      if (hasSeenAll(seen, task)) return void response.status(204).end();
      const linesSeen = Math.min(seen.lines, task.logLines);
      const archive = isArchived ? linesFrom(await this.reader.logOf(found), linesSeen) : undefined;
      const stream = this.streams.open(response);
      if (request.method === 'HEAD') return stream.end();
      if (archive) return await this.sendArchived(stream, found, archive);
      await this.send(stream, task, linesSeen, listening);
    } finally {
      listening.stop();
    }
  }

  private async send(
    stream: EventStream,
    task: TaskSnapshot,
    linesSeen: number,
    listening: Listening,
  ): Promise<void> {
    const client = new TaskEventStream(stream, task, linesSeen);
    client.begin();
    await this.sendLog(stream, client, task);
    // The task was final when it was read, so nothing more follows.
    const { linesSeen: first } = client;
    if (isFinal(task.status) && first >= task.logLines)
      return client.see({ task, log: { first, lines: [] } });
    const unfollow = this.feed.follow(task.id, client, listening);
    void stream.over.then(unfollow);
  }

  /** Nothing more follows: the log is sent at the client's pace, then the result. */
  private async sendArchived(stream: EventStream, { task }: FoundTask, log: LogLines): Promise<void> {
    const client = new TaskEventStream(stream, task, log.first, true);
    client.begin();
    for (let i = 0; stream.isOpen && i < log.lines.length; i += LINES_AT_ONCE) {
      client.log({ first: log.first + i, lines: log.lines.slice(i, i + LINES_AT_ONCE) });
      await stream.drained();
    }
    client.see({ task, log: { first: client.linesSeen, lines: [] } });
  }

  /** Sends the log so far at the client's pace: a long log must not get it disconnected. */
  private async sendLog(stream: EventStream, client: TaskEventStream, task: TaskSnapshot): Promise<void> {
    while (stream.isOpen && client.linesSeen < task.logLines) {
      const log = await this.notes.readPart(task, client.linesSeen).catch(nothingWhileAway);
      if (log.lines.length === 0) return;
      client.log(log);
      await stream.drained();
    }
  }
}

/** The stream has started: missing lines come from the feed once the broker is back. */
function nothingWhileAway(error: unknown): { first: number; lines: string[] } {
  if (error instanceof BrokerUnavailableError) return { first: 0, lines: [] };
  throw error;
}
