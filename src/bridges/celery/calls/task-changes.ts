import type { TaskSnapshot } from '../../../core/index.js';
import { redactText } from '../../../platform/redaction/redact-text.js';

/** The part of a task's life that was told already. */
export interface Told {
  /** The newest attempt whose start was told. */
  readonly started: number;
  /** The newest attempt whose failure was told. */
  readonly failed: number;
  readonly crashes: number;
  /** JSON of the progress. */
  readonly progress: string;
}

/** A change of a task that has not ended. Times are in ms since 1970. */
export type TaskChange =
  | { readonly kind: 'started'; readonly at: number; readonly worker: string | null }
  | {
      readonly kind: 'retried';
      readonly at: number;
      readonly worker: string | null;
      readonly error: { readonly type: string; readonly message: string };
      readonly stack: string | null;
    }
  | { readonly kind: 'progressed'; readonly at: number; readonly value: unknown };

/** Nothing was told of a task that was just submitted. */
export const NOTHING_TOLD: Told = { started: 0, failed: 0, crashes: 0, progress: 'null' };

/** Celery's word for the death of a worker. */
const WORKER_LOST = { type: 'WorkerLostError', message: 'The worker died, or lost its connection' } as const;

/**
 * The changes of a task that were not told yet, in their order. Changes between two reads are among them as far as the
 * task records them; of a final task those before its end.
 */
export function changesSince(told: Told, task: TaskSnapshot): readonly TaskChange[] {
  const running = runningAttempt(task);
  const isProgress = task.status === 'STARTED' && progressText(task) !== told.progress;
  return [
    ...failures(told, task),
    ...crashes(told, task),
    ...(running > told.started ? [startOf(task)] : []),
    ...(isProgress ? [{ kind: 'progressed', at: Date.now(), value: task.progress } as const] : []),
  ];
}

/** The progress after all of `changesSince` was told. */
export function toldOf(task: TaskSnapshot): Told {
  const failed = task.errors.at(-1)?.attempt ?? 0;
  return {
    started: Math.max(runningAttempt(task), failed),
    failed,
    crashes: task.crashes,
    progress: progressText(task),
  };
}

/** True if the last attempt was running when the task ended, or is. */
export function wasRunning({ startedAt, errors }: TaskSnapshot): boolean {
  return startedAt !== null && !(Date.parse(errors.at(-1)?.ended_at ?? '') >= startedAt);
}

function failures(told: Told, task: TaskSnapshot): TaskChange[] {
  const last = task.errors.at(-1);
  return task.errors.flatMap((failed): TaskChange[] => {
    const { attempt, worker, type, message } = failed;
    if (attempt <= told.failed) return [];
    const began = { kind: 'started', at: timeOf(failed.started_at), worker } as const;
    const stack = failed === last ? task.errorStack : null;
    const at = timeOf(failed.ended_at);
    const ended = {
      kind: 'retried',
      at,
      worker,
      error: { type, message: redactText(message) },
      stack,
    } as const;
    const isEnd = task.status === 'FAILURE' && failed === last;
    return [...(attempt > told.started ? [began] : []), ...(isEnd ? [] : [ended])];
  });
}

/** Several crashes since the last read are told as one. */
function crashes(told: Told, task: TaskSnapshot): TaskChange[] {
  const isEnd = task.status === 'FAILURE' && task.errors.length === 0;
  if (task.crashes <= told.crashes || isEnd) return [];
  const { worker } = task;
  return [{ kind: 'retried', at: task.startedAt ?? Date.now(), worker, error: WORKER_LOST, stack: null }];
}

function startOf({ startedAt, worker }: TaskSnapshot): TaskChange {
  return { kind: 'started', at: startedAt ?? Date.now(), worker };
}

/** The attempt that runs, or ran until the end; 0 if none does. */
function runningAttempt(task: TaskSnapshot): number {
  const isOpen = task.status === 'PENDING' || task.status === 'RETRY';
  return !isOpen && wasRunning(task) ? task.attempt : 0;
}

function progressText({ progress }: TaskSnapshot): string {
  return JSON.stringify(progress);
}

/** Another program can have written any text as a time. */
function timeOf(text: string): number {
  const at = Date.parse(text);
  return Number.isFinite(at) ? at : Date.now();
}
