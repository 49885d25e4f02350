import { setTimeout as wait } from 'node:timers/promises';
import { ProblemError, UnreachableError, type paths } from '@celeriac/client';
import { bodyOf } from '../../answer.js';
import type { Session } from '../../cli.js';
import { type StreamEvent, readEvents } from '../../event-stream.js';
import type { Task, TaskState } from './follow.js';
import { taskColumns } from './task-columns.js';

type Query = NonNullable<paths['/tasks']['get']['parameters']['query']>;
/** A row of the stream. */
type Change = TaskState & Pick<Task, 'name'>;

/** The shortest time between two pictures. */
const REDRAW_MS = 500;
/** The most that one request of the API returns. */
const MAX_ROWS = 200;

/** On a terminal: the list, drawn again at each change. In a pipe: a line for each change. Ends at Ctrl-C. */
export async function watchTasks(session: Session, query: Query, limit: number | undefined): Promise<void> {
  if (session.terminal.isInteractive && !session.output.isJson) await redraw(session, query, limit);
  else await printChanges(session, query.q);
}

async function printChanges(session: Session, q: string | undefined): Promise<void> {
  const { output, terminal } = session;
  for await (const { event, data } of changesOf(session, terminal.signal, q)) {
    if (event === 'task') output.showNext(data as Change, changeText);
    if (event === 'reset' || event === 'skipped') output.note(`Changes are missing: ${JSON.stringify(data)}`);
  }
}

function changeText({ task_id, status, name, attempt }: Change): string {
  return `${task_id}  ${status.padEnd(7)}  ${name}  attempt ${attempt}`;
}

async function redraw(session: Session, query: Query, limit: number | undefined): Promise<void> {
  const { terminal, output } = session;
  const failed = new AbortController();
  const signal = AbortSignal.any([terminal.signal, failed.signal]);
  const screen = output.screen();
  let isOld = false;
  let drawing: Promise<void> | undefined;
  try {
    for await (const _ of anyChangesOf(session, signal, query.q)) {
      isOld = true;
      drawing ??= draw().finally(() => (drawing = undefined));
    }
    await drawing;
  } finally {
    screen.close();
  }
  if (failed.signal.aborted) throw failed.signal.reason;

  /** Draws until nothing has changed since. */
  async function draw(): Promise<void> {
    try {
      while (isOld && !signal.aborted) {
        isOld = false;
        screen.draw(await picture(session, query, limit ?? terminal.rows - 3));
        await wait(REDRAW_MS, undefined, { signal }).catch(() => undefined);
      }
    } catch (error) {
      failed.abort(error);
    }
  }
}

async function picture({ client, output }: Session, query: Query, limit: number): Promise<string> {
  const title = output.style.bold(`${query.q || 'all tasks'}   ${new Date().toISOString().slice(11, 19)}Z`);
  const page = { limit: Math.min(MAX_ROWS, Math.max(1, limit)) };
  try {
    const { items } = bodyOf(await client.api.GET('/tasks', { params: { query: { ...query, ...page } } }));
    const list = items.length === 0 ? 'No task fits.' : output.table(items, taskColumns(output.style));
    return `${title}\n\n${list}`;
  } catch (error) {
    // The stream reconnects, and the next picture has the list again.
    if (error instanceof UnreachableError) return `${title}\n\n${error.message}`;
    throw error;
  }
}

/** Changes of the tasks of a query, or of all tasks if the stream cannot be filtered by it. */
async function* anyChangesOf(
  session: Session,
  signal: AbortSignal,
  q: string | undefined,
): AsyncGenerator<StreamEvent> {
  try {
    yield* changesOf(session, signal, q);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'validation') throw error;
    yield* changesOf(session, signal, undefined);
  }
}

function changesOf(
  { client }: Session,
  signal: AbortSignal,
  q: string | undefined,
): AsyncGenerator<StreamEvent> {
  const params = { query: q ? { q } : {} };
  return readEvents(signal, (request) => client.api.GET('/events', { params, ...request }));
}
