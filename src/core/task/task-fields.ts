import type { QueueName } from '../../platform/config/queue-names.js';
import { isoTime, isoTimeOrNull } from '../../platform/timing/iso-time.js';
import type { Deduplicate } from './deduplicate.js';
import { optionBounds } from './option-bounds.js';
import { backoffCheck, deduplicateCheck, number, oneOf, texts, time } from './option-check.js';
import { type Priority, priorities, priorityNumber, priorityOf } from './priority.js';
import { type Backoff, DEFAULT_ATTEMPTS } from './retry-policy.js';
import type { AttemptError, TaskError } from './task-error.js';
import { type TaskField, is } from './task-field.js';
import type { PastRevocation, TaskStatus } from './task-status.js';

/**
 * The facts of a task, each in one place. From this table are derived: SubmitOptions, their check and their JSON, what is
 * stored in the job's options, the TaskSnapshot and its JSON, the `state` event, and what a replay keeps. A new fact is
 * a row here and a property of its DTO (TaskDto, SubmitOptionsDto); a computed one also a reader in
 * core/bullmq/job-snapshot.ts. What is missing does not compile.
 *
 * The order is that of the JSON. Times are in ms since 1970, and RFC 3339 in JSON.
 */
export const taskFields = {
  /** UUIDv7, made by the submit. */
  id: { value: is<string>(), json: 'task_id' },
  /** The name of its @Task. */
  name: { value: is<string>(), json: 'name' },
  queue: { value: is<QueueName>(), json: 'queue' },
  status: { value: is<TaskStatus>(), json: 'status' },
  /** What `run` returned; null until SUCCESS. The JSON shows the error's message for a FAILURE. */
  result: {
    value: is<unknown>(),
    json: 'result',
    toJson: (_: unknown, task: Result) => shownResult(task),
  },
  /** True when the result is null only because it is too large for a list. */
  isResultLeftOut: {
    value: is<boolean>(),
    json: 'result_left_out',
    toJson: (isLeftOut: boolean) => (isLeftOut ? (true as const) : undefined), // JSON leaves it out then
    inHistory: false,
  },
  /** The last attempt's error; null while there is none, and after a SUCCESS. */
  error: { value: is<TaskError | null>(), json: 'error' },
  /** Where in the code that error was thrown; null while there is none, and for an error that no attempt threw. */
  errorStack: { value: is<string | null>(), seenBy: 'admin' },
  /** The fingerprint of that error, as the worker recorded it; null where there is none, or an older worker ran it. */
  errorFingerprint: { value: is<string | null>(), seenBy: 'nobody' },
  /** The errors of all failed attempts, the oldest first. */
  errors: { value: is<readonly AttemptError[]>(), json: 'errors' },
  /** Percent, or an object of the task's own; null until the task reports some. */
  progress: { value: is<number | object | null>(), json: 'progress', inHistory: false },
  /** Lines that it has logged, in all its attempts; only the newest are kept. */
  logLines: { value: is<number>(), seenBy: 'nobody' },
  /** The attempt that runs now, or ran last, from 1; 0 before the first. One that a dying worker lost counts too. */
  attempt: { value: is<number>(), json: 'attempt' },
  /** Executions at most. Default: the task's, else 3. */
  attempts: {
    option: {
      type: is<number>(),
      json: 'attempts',
      check: number(optionBounds.attempts),
      ofTask: true,
      otherwise: DEFAULT_ATTEMPTS,
      onReplay: 'kept',
    },
    stored: { type: is<number>(), as: 'attempts', write: same<number>, isNumber: true },
  },
  /** `attempts`, and one more for each crash. */
  maxAttempts: { value: is<number>(), json: 'max_attempts' },
  /** Default: the task's, else exponential from 1 s to 60 s with 50 % jitter. */
  backoff: {
    option: {
      type: is<Backoff>(),
      json: 'backoff',
      check: backoffCheck,
      ofTask: true,
      onReplay: 'kept',
    },
    stored: { type: is<Backoff>(), as: 'retry', write: same<Backoff> },
  },
  /** How often the process died, or was away for too long, that executed it. Not counted as attempts that failed. */
  crashes: { value: is<number>(), json: 'crashes' },
  /** Default: the task's, else `normal`. */
  priority: {
    value: is<Priority>(),
    json: 'priority',
    option: {
      type: is<Priority>(),
      json: 'priority',
      check: oneOf(priorities),
      ofTask: true,
      otherwise: 'normal',
      onReplay: 'kept',
    },
    stored: {
      type: is<number>(),
      as: 'priority',
      isNumber: true,
      write: priorityNumber,
      read: priorityOf,
      toOption: priorityOf,
    },
  },
  /** How long the result stays readable. Default: the task's, else RESULT_RETENTION_MS. */
  retentionMs: {
    option: {
      type: is<number>(),
      json: 'retention_ms',
      check: number(optionBounds.retentionMs),
      ofTask: true,
      onReplay: 'kept',
    },
    stored: { type: is<number>(), as: 'retentionMs', isNumber: true },
  },
  createdAt: { value: is<number>(), json: 'created_at', toJson: isoTime },
  /** Not before so many ms from now. Default: now. Not together with `runAt`. */
  delayMs: {
    option: {
      type: is<number>(),
      json: 'delay_ms',
      check: number(optionBounds.delayMs),
      onReplay: 'dropped',
    },
    stored: { type: is<number>(), as: 'delay' },
  },
  /**
   * A submit's: not before this time; a past one is now. Default: now. A snapshot's: when it runs (again) at the
   * earliest; null when it may at once. Of a task that has run or is final: when it was to run.
   */
  runAt: {
    value: is<number | null>(),
    json: 'run_at',
    toJson: isoTimeOrNull,
    option: { type: is<Date>(), json: 'run_at', check: time, onReplay: 'dropped' },
  },
  startedAt: { value: is<number | null>(), json: 'started_at', toJson: isoTimeOrNull },
  finishedAt: { value: is<number | null>(), json: 'finished_at', toJson: isoTimeOrNull },
  /** Time limit of one attempt. Default: the task's, else none. */
  timeoutMs: {
    option: {
      type: is<number>(),
      json: 'timeout_ms',
      check: number(optionBounds.timeoutMs),
      ofTask: true,
      onReplay: 'kept',
    },
    stored: { type: is<number>(), as: 'timeoutMs', write: same<number>, isNumber: true },
  },
  /** A task that was not started by then is REVOKED. Default: it waits for ever. */
  expiresAt: {
    value: is<number | null>(),
    json: 'expires_at',
    toJson: isoTimeOrNull,
    option: { type: is<Date>(), json: 'expires_at', check: time, onReplay: 'dropped' },
    stored: {
      type: is<number>(),
      as: 'expiresAt',
      isNumber: true,
      write: (at: Date) => at.getTime(),
      read: orNull<number>,
    },
  },
  /** The worker that runs it, or ran it last. */
  worker: { value: is<string | null>(), json: 'worker' },
  /** For finding it again. Default: none. */
  tags: {
    value: is<readonly string[]>(),
    json: 'tags',
    option: { type: is<readonly string[]>(), json: 'tags', check: texts, onReplay: 'kept' },
    stored: {
      type: is<readonly string[]>(),
      as: 'tags',
      write: (tags: readonly string[]) => (tags.length > 0 ? tags : undefined),
      read: (tags: readonly string[] | undefined) => tags ?? [],
    },
  },
  /** Default: every submit is a task of its own. */
  deduplicate: {
    option: {
      type: is<Deduplicate>(),
      json: 'deduplicate',
      check: deduplicateCheck,
      onReplay: 'dropped',
    },
    stored: { type: is<{ readonly id: string; readonly ttl?: number }>(), as: 'deduplication' },
  },
  /** The deduplication key was taken from a task that waited, where one held it. */
  debounced: { stored: { type: is<boolean>(), as: 'debounced' } },
  /** Where the final snapshot is sent as a signed webhook, however the task ends; such a URL can be a secret. Default: nowhere. */
  webhookUrl: {
    value: is<string | null>(),
    seenBy: 'nobody',
    option: { type: is<string>(), json: 'webhook_url', onReplay: 'kept' },
    stored: { type: is<string>(), as: 'webhookUrl', write: same<string>, read: orNull<string> },
    inHistory: false,
  },
  /** The task that submitted it while that ran; null for what came from outside. */
  parentId: {
    value: is<string | null>(),
    json: 'parent_id',
    stored: { type: is<string>(), as: 'parentId', given: true, read: orNull<string> },
  },
  /** The first task of that line; null for what came from outside. */
  rootId: {
    value: is<string | null>(),
    json: 'root_id',
    stored: { type: is<string>(), as: 'rootId', given: true, read: orNull<string> },
  },
  /** The task that this one repeats. */
  replayOf: {
    value: is<string | null>(),
    json: 'replay_of',
    stored: { type: is<string>(), as: 'replayOf', given: true, read: orNull<string> },
  },
  /** The name of the API key that submitted it, or the first of its line; null where there were no keys. */
  submittedBy: {
    value: is<string | null>(),
    json: 'submitted_by',
    stored: { type: is<string>(), as: 'submittedBy', given: true, read: orNull<string> },
  },
  /** The paths at which the payload is encrypted. */
  sealed: { stored: { type: is<readonly string[]>(), as: 'sealed' } },
  /** `expired`, or why it was cancelled; null unless REVOKED. */
  revokeReason: { value: is<string | null>(), json: 'revoke_reason' },
  /** Earlier revocations, of a task that was run again by hand since; the oldest first. */
  revocations: {
    value: is<readonly PastRevocation[]>(),
    json: 'revocations',
    toJson: (all: readonly PastRevocation[]) => all.map(shownRevocation),
  },
  /** Since when a running task is asked to stop. */
  cancelRequestedAt: {
    value: is<number | null>(),
    json: 'cancel_requested_at',
    toJson: isoTimeOrNull,
    inHistory: false,
  },
} as const satisfies Record<string, TaskField>;

/** What a `state` event shows, in its order: the facts that change while a task lives, besides progress and result. */
export const stateFields = [
  'id',
  'status',
  'attempt',
  'maxAttempts',
  'error',
  'worker',
  'runAt',
  'startedAt',
  'finishedAt',
  'revokeReason',
  'cancelRequestedAt',
] as const satisfies readonly (keyof TaskFields)[];

export type TaskFields = typeof taskFields;

/** The names of the rows that have these columns. */
export type RowsWith<Columns> = {
  [Name in keyof TaskFields]: TaskFields[Name] extends Columns ? Name : never;
}[keyof TaskFields];

/** What a task gave: its result, or the message of its error. */
export function shownResult({ status, result, error }: Result): unknown {
  return status === 'FAILURE' ? (error?.message ?? null) : result;
}

interface Result {
  readonly status: TaskStatus;
  readonly result: unknown;
  readonly error: TaskError | null;
}

function shownRevocation({ reason, at, retriedAt }: PastRevocation) {
  return { reason, at: isoTime(at), retried_at: isoTime(retriedAt) };
}

function same<T>(option: T): T {
  return option;
}

function orNull<T>(stored: T | undefined): T | null {
  return stored ?? null;
}
