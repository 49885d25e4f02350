import type { Task, TaskStatus, Transition } from '../../../api/types.js';

/** A state of a task with its duration. */
export interface StateSpan {
  readonly status: TaskStatus;
  readonly at: string;
  readonly attempt: number;
  readonly actor: string | null;
  readonly reason: string | null;
  /** Time until the next state, or until now. Null for the last state of a task that is over. */
  readonly lastsMs: number | null;
}

const FINAL: readonly TaskStatus[] = ['SUCCESS', 'FAILURE', 'REVOKED'];

export function isFinal({ status }: Pick<Task, 'status'>): boolean {
  return FINAL.includes(status);
}

/** @param transitions oldest first */
export function stateSpans(transitions: readonly Transition[], now: number): StateSpan[] {
  return transitions.map((transition, index) => {
    const next = transitions[index + 1];
    const until = next ? Date.parse(next.at) : isFinal(transition) ? undefined : now;
    const lastsMs = until === undefined ? null : Math.max(0, until - Date.parse(transition.at));
    return { ...transition, lastsMs };
  });
}

export interface TaskDurations {
  /** Time from when it could have started until its first start, or until now. Null if it cannot start yet, or never will. */
  readonly waitMs: number | null;
  /** Duration of the last attempt, or of the running one. Null before the first start. */
  readonly runMs: number | null;
}

export function durationsOf(task: Task, now: number): TaskDurations {
  const { started_at: startedAt, finished_at: finishedAt } = task;
  const firstStart = firstStartOf(task);
  const couldStartAt = Math.max(Date.parse(task.created_at), firstStart === undefined ? runAtOf(task) : 0);
  if (firstStart === undefined)
    return { waitMs: isFinal(task) || couldStartAt > now ? null : now - couldStartAt, runMs: null };
  const end = finishedAt === null ? (task.status === 'STARTED' ? now : undefined) : Date.parse(finishedAt);
  const runMs = end === undefined || startedAt === null ? null : Math.max(0, end - Date.parse(startedAt));
  return { waitMs: Math.max(0, firstStart - couldStartAt), runMs };
}

/** The start of the first attempt that is known, ms since 1970. */
export function firstStartOf({ errors, started_at: startedAt }: Task): number | undefined {
  const starts = [...errors.map((error) => error.started_at), ...(startedAt === null ? [] : [startedAt])];
  return starts.length === 0 ? undefined : Math.min(...starts.map((start) => Date.parse(start)));
}

/** The time before which the task does not start, ms since 1970; 0 without one. */
export function runAtOf({ run_at: runAt }: Task): number {
  return runAt === null ? 0 : Date.parse(runAt);
}
