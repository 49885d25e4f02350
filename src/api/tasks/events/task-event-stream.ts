import type { EventStream, ServerSentEvent } from '../../streams/event-stream.js';
import { type TaskDto, foundTask } from '../../schema/task.dto.js';
import { type TaskView, eventsBetween, linesFrom } from '../../../core/watch/task-events.js';
import type { Follower } from '../../../core/watch/task-feed.js';
import type { LogLines, TaskEvent } from '../../../core/task/handle/task-event.js';
import type { TaskSnapshot } from '../../../core/task/task-snapshot.js';
import { isFinal } from '../../../core/task/task-status.js';
import { eventId } from './task-event-id.js';
import { TaskProgressDto, TaskStateDto } from './task-events.dto.js';

/** Streams one task to one client: first its snapshot, then changes, and finally its result. */
export class TaskEventStream implements Follower {
  /**
   * @param task as read for this client
   * @param linesSeen number of log lines that the client has received
   */
  constructor(
    private readonly stream: EventStream,
    private task: TaskSnapshot,
    public linesSeen: number,
    private readonly isArchived = false,
  ) {}

  begin(): void {
    this.stream.send([this.framed('snapshot', this.shown(this.task))]);
  }

  log(lines: LogLines): void {
    this.stream.send([this.logged(lines)]);
  }

  see({ task, log }: TaskView): void {
    const events = eventsBetween(this.task, { task, log: linesFrom(log, this.linesSeen) });
    this.task = task;
    this.stream.send(events.map((event) => this.frameOf(event)));
    if (isFinal(task.status)) this.stream.end();
  }

  /** Ends the stream; the client reconnects and gets the error. */
  lose(): void {
    this.stream.end();
  }

  private frameOf(event: TaskEvent): ServerSentEvent {
    if (event.type === 'log') return this.logged(event.log);
    if (event.type === 'state') return this.framed('state', TaskStateDto.of(event.task));
    if (event.type === 'progress') return this.framed('progress', TaskProgressDto.of(event.task));
    return this.framed('result', this.shown(event.task), event.task.finishedAt);
  }

  private logged({ first, lines }: LogLines): ServerSentEvent {
    this.linesSeen = first + lines.length;
    return this.framed('log', { first, lines });
  }

  private shown(task: TaskSnapshot): TaskDto {
    return foundTask({ task, isArchived: this.isArchived });
  }

  private framed(event: string, data: unknown, finishedAt: number | null = null): ServerSentEvent {
    return { id: eventId({ lines: this.linesSeen, finishedAt }), event, data };
  }
}
