import { setTimeout as wait } from 'node:timers/promises';
import { type FleetEvent, ProblemError, type TasksQuery, UnreachableError } from '@celeriac/client';
import { bodyOf } from '../../answer.js';
import type { Session } from '../../cli.js';
import { linkedTo, untilAborted } from '../../streams.js';
import { taskColumns } from './task-columns.js';

/** A row of the stream. */
type Change = Extract<FleetEvent, { readonly type: 'task' }>['data'];

/** The shortest time between two pictures. */
const REDRAW_MS = 500;
/** The most that one request of the API returns. */
const MAX_ROWS = 200;

/** On a terminal: the list, drawn again at each change. In a pipe: a line for each change. Ends at Ctrl-C. */
export async function watchTasks(
  session: Session,
  query: TasksQuery,
  limit: number | undefined,
): Promise<void> {
  if (session.terminal.isInteractive && !session.output.isJson) await redraw(session, query, limit);
  else await printChanges(session, query.q);
}

async function printChanges(session: Session, q: string | undefined): Promise<void> {
  const { output, terminal } = session;
  for await (const { type, data } of changesOf(session, terminal.signal, q)) {
    if (type === 'task') output.showNext(data, changeText);
    if (type === 'reset' || type === 'skipped') output.note(`Changes are missing: ${JSON.stringify(data)}`);
  }
}

function changeText({ task_id, status, name, attempt }: Change): string {
  return `${task_id}  ${status.padEnd(7)}  ${name}  attempt ${attempt}`;
}

async function redraw(session: Session, query: TasksQuery, limit: number | undefined): Promise<void> {
  const { terminal, output } = session;
  const ending = linkedTo(terminal.signal);
  const { signal } = ending;
  let failure: Error | undefined;
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
  if (failure !== undefined) throw failure;

  /** Draws until nothing has changed since. */
  async function draw(): Promise<void> {
    try {
      while (isOld && !signal.aborted) {
        isOld = false;
        screen.draw(await picture(session, query, limit ?? terminal.rows - 3));
        await wait(REDRAW_MS, undefined, { signal }).catch(() => undefined);
      }
    } catch (error) {
      failure = error as Error;
      ending.abort();
    }
  }
}

async function picture({ client, output }: Session, query: TasksQuery, limit: number): Promise<string> {
  const title = output.style.bold(`${query.q || 'all tasks'}   ${new Date().toISOString().slice(11, 19)}Z`);
  const page = { limit: Math.min(MAX_ROWS, Math.max(1, limit)) };
  try {
    const { items } = bodyOf(await client.api.GET('/tasks', { params: { query: { ...query, ...page } } }));
    const list = items.length === 0 ? 'No tasks found.' : output.table(items, taskColumns(output.style));
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
): AsyncGenerator<FleetEvent> {
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
): AsyncGenerator<FleetEvent> {
  return untilAborted(signal, client.events(q ? { q } : {}, { signal }));
}
