import type { Task, TaskEvent, components } from '@celeriac/client';
import type { Session } from '../../cli.js';
import { type ExitCode, ExitCode as Code } from '../../exit-code.js';
import { linkedTo, untilAborted } from '../../streams.js';

export type TaskState = components['schemas']['TaskStateDto'];

/** Receives the events of a task. */
interface Listener {
  readonly state?: (state: TaskState) => void;
  readonly progress?: (progress: unknown) => void;
  readonly log?: (lines: readonly string[]) => void;
}

/**
 * Follows a task to its end.
 *
 * @param timeoutMs waits no longer than this
 * @returns the final task; undefined if the time is over, or after Ctrl-C
 */
export async function followTask(
  { client, terminal }: Session,
  id: string,
  listener: Listener,
  timeoutMs?: number,
): Promise<Task | undefined> {
  const ending = linkedTo(terminal.signal);
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => ending.abort(), timeoutMs);
  try {
    const { signal } = ending;
    for await (const event of untilAborted(signal, client.handle(id).events({ signal }))) {
      tell(event, listener);
      if (event.type === 'result') return event.data;
    }
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the end of a task with a progress bar. */
export async function waitForTask(
  session: Session,
  id: string,
  timeoutMs?: number,
): Promise<Task | undefined> {
  const bar = session.output.progress();
  let status = 'PENDING';
  let progress: unknown = null;
  const draw = () => bar.update(percentageOf(progress), `${status} ${id}`);
  draw();
  try {
    const listener = {
      state: (state: TaskState) => ((status = state.status), draw()),
      progress: (value: unknown) => ((progress = value), draw()),
    };
    return await followTask(session, id, listener, timeoutMs);
  } finally {
    bar.end();
  }
}

/** Prints the result of a task, or its error on standard error. */
export function showResult({ output, terminal }: Session, task: Task): ExitCode {
  const { task_id, status, result, error } = task;
  if (output.isJson) output.show({ task_id, status, result, error }, () => '');
  else if (status === 'SUCCESS') output.show(result, valueText);
  else if (status === 'FAILURE') output.note(`${error?.type ?? 'Error'}: ${error?.message ?? ''}`);
  else if (status === 'REVOKED') output.note(`REVOKED: ${task.revoke_reason ?? ''}`);
  else output.note(`${status}: celeriac result ${task_id} --wait`);
  return status === 'SUCCESS' || terminal.signal.aborted ? Code.ok : Code.taskFailed;
}

/** A value of a task for people: a text as it is, everything else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

export function percentageOf(progress: unknown): number | undefined {
  return typeof progress === 'number' ? progress : undefined;
}

function tell({ type, data }: TaskEvent, { state, progress, log }: Listener): void {
  if (type === 'snapshot' || type === 'state' || type === 'result') state?.(data);
  if (type === 'progress' || (type === 'snapshot' && data.progress !== null)) progress?.(data.progress);
  if (type === 'log') log?.(data.lines);
}
