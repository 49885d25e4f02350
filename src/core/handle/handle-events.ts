import type { FoundTask, TaskReader } from '../search/task-reader.js';
import type { LogLines, TaskEvent } from '../task/handle/task-event.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { type TaskView, eventsBetween, linesFrom } from '../watch/task-events.js';
import type { Follower, TaskFeed } from '../watch/task-feed.js';

/** Log lines kept for a reader that does not read them: as many as the broker keeps. Beyond, the oldest are skipped. */
const MAX_UNREAD_LINES = 10_000;

/** The events of a task for one reader, from its current state to its end. Abandoning the iteration ends the watch. */
export async function* eventsOf(
  reader: TaskReader,
  feed: Pick<TaskFeed, 'follow'>,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<TaskEvent, void, undefined> {
  signal?.throwIfAborted();
  const found = await reader.find(id);
  yield { type: 'state', task: found.task };
  if (found.isArchived) return yield* endOf(reader, found);
  const unread = new UnreadEvents(found.task);
  const unfollow = feed.follow(found.task.id, unread);
  const wake = () => unread.wake();
  signal?.addEventListener('abort', wake);
  try {
    for await (const event of unread.untilLost(signal)) {
      yield event;
      if (event.type === 'result') return;
    }
  } finally {
    unfollow();
    signal?.removeEventListener('abort', wake);
  }
  // Its retention is over: the history may have it, and if not, this says so.
  yield* endOf(reader, await reader.find(id), unread.linesSeen);
}

async function* endOf(reader: TaskReader, found: FoundTask, from = 0): AsyncGenerator<TaskEvent, void> {
  const log = linesFrom(await reader.logOf(found), from);
  if (log.lines.length > 0) yield { type: 'log', log };
  yield { type: 'result', task: found.task };
}

/** Buffers the events that a reader has not read yet. */
class UnreadEvents implements Follower {
  linesSeen = 0;
  private readonly events: TaskEvent[] = [];
  private lines = 0;
  private isLost = false;
  private ring: () => void = () => undefined;

  constructor(private task: TaskSnapshot) {}

  log(log: LogLines): void {
    this.add({ type: 'log', log });
    this.ring();
  }

  see({ task, log }: TaskView): void {
    const events = eventsBetween(this.task, { task, log: linesFrom(log, this.linesSeen) });
    this.task = task;
    for (const event of events) this.add(event);
    this.ring();
  }

  lose(): void {
    this.isLost = true;
    this.ring();
  }

  wake(): void {
    this.ring();
  }

  /** Ends when the task cannot be read any more. */
  async *untilLost(signal: AbortSignal | undefined): AsyncGenerator<TaskEvent, void> {
    for (;;) {
      const rung = new Promise<void>((resolve) => (this.ring = resolve));
      signal?.throwIfAborted();
      const event = this.events.shift();
      if (event) {
        if (event.type === 'log') this.lines -= event.log.lines.length;
        yield event;
      } else if (this.isLost) return;
      else await rung;
    }
  }

  private add(event: TaskEvent): void {
    const isSuperseded = event.type !== 'log' && this.events.at(-1)?.type === event.type;
    if (isSuperseded) this.events.pop();
    this.events.push(event);
    if (event.type === 'log') this.keep(event.log);
  }

  private keep({ first, lines }: LogLines): void {
    this.linesSeen = first + lines.length;
    this.lines += lines.length;
    while (this.lines > MAX_UNREAD_LINES) {
      const oldest = this.events.findIndex(({ type }) => type === 'log');
      const [dropped] = this.events.splice(oldest, 1);
      this.lines -= dropped?.type === 'log' ? dropped.log.lines.length : 0;
    }
  }
}
