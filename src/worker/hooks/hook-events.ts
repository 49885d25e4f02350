import type { TaskSettled, TaskStarted } from '../attempt/runner-events.js';

/** An attempt starts. */
export type TaskStartedEvent = TaskStarted;

/** An attempt has ended; `durationMs` is its run time. */
export type TaskEndedEvent = Pick<
  TaskSettled,
  'id' | 'name' | 'queue' | 'attempt' | 'maxAttempts' | 'durationMs'
>;

/** It has a result. */
export interface TaskSucceededEvent extends TaskEndedEvent {
  /** A copy; undefined if the task has secrets. */
  readonly result: unknown;
}

/** It failed, and there is no further attempt. */
export interface TaskFailedEvent extends TaskEndedEvent {
  /** As recorded, without the task's secrets. */
  readonly error: { readonly type: string; readonly message: string; readonly stack: string };
}

/** It failed, and the task runs again. */
export interface TaskRetriedEvent extends TaskFailedEvent {
  readonly againInMs: number;
}

/** It was cancelled while it ran, or a worker found that it has expired. */
export interface TaskRevokedEvent extends TaskEndedEvent {
  readonly reason: string;
}

/** The event of each kind of hook. */
export interface HookEvents {
  readonly started: TaskStartedEvent;
  readonly succeeded: TaskSucceededEvent;
  readonly failed: TaskFailedEvent;
  readonly retried: TaskRetriedEvent;
  readonly revoked: TaskRevokedEvent;
}

export type HookKind = keyof HookEvents;

/** The event for one hook: a copy, so that no hook can change what is stored, or what the others see. */
export function hookEventOf(settled: TaskSettled): TaskEndedEvent {
  const { id, name, queue, attempt, maxAttempts, durationMs } = settled;
  const { result, error, againInMs, reason } = settled;
  return {
    ...{ id, name, queue, attempt, maxAttempts, durationMs },
    ...('result' in settled && { result: JSON.parse(JSON.stringify(result ?? null)) as unknown }),
    ...(error && { error: { ...error } }),
    ...(againInMs !== undefined && { againInMs }),
    ...(reason !== undefined && { reason }),
  };
}
