import type { QueueName } from '../config/queue-names.js';
import type { TaskJobOptions } from './task-job.js';
import type { TaskOptions } from './task.js';

/**
 * Celery's words for where a submitted task is:
 *
 *     PENDING ──> STARTED ──> SUCCESS
 *                  │   ▲ │
 *                  ▼   │ └──> FAILURE
 *                  RETRY
 *
 * PENDING waits; RETRY failed at least once (or lost its worker) and will run again. SUCCESS and FAILURE are final:
 * a task in a final state never changes by itself. A task that a stopping worker gave back is PENDING again.
 */
export const taskStatuses = ['PENDING', 'STARTED', 'RETRY', 'SUCCESS', 'FAILURE'] as const;

export type TaskStatus = (typeof taskStatuses)[number];

export interface TaskError {
  /** The class of the error, e.g. `RangeError`. */
  readonly type: string;
  readonly message: string;
}

/** What is known of a submitted task at one moment, all of it from one atomic read. Times are in ms since 1970. */
export interface TaskSnapshot {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  readonly status: TaskStatus;
  /** What `run` returned; null until SUCCESS. */
  readonly result: unknown;
  /** The last attempt's error; null while there is none, and after a SUCCESS. */
  readonly error: TaskError | null;
  /** Percent, or an object of the task's own; null until the task says something. */
  readonly progress: number | object | null;
  /** Attempts that were started. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Name of the worker that runs it, or ran it last. */
  readonly worker: string | null;
}

/** The fields of BullMQ's job hash that a snapshot is made of, in the order in which they are read. */
export const jobFields = [
  'name',
  'opts',
  'timestamp',
  'processedOn',
  'finishedOn',
  'progress',
  'returnvalue',
  'failedReason',
  'stacktrace',
  'atm',
  'ats',
  'stc',
  'pb',
] as const;

/** A job's hash as Redis has it: text, or null where a field was never written. */
export type JobRecord = { readonly [K in (typeof jobFields)[number]]: string | null };

/** The snapshot of a task that was submitted just now. */
export function newSnapshot(options: TaskOptions<object>, job: TaskJobOptions): TaskSnapshot {
  return {
    id: job.jobId,
    name: options.name,
    queue: options.queue,
    status: 'PENDING',
    result: null,
    error: null,
    progress: null,
    attempt: 0,
    maxAttempts: job.attempts,
    createdAt: job.timestamp,
    startedAt: null,
    finishedAt: null,
    worker: null,
  };
}

/**
 * @param isActive whether the job is in its queue's list of running ones
 * @returns the snapshot, or undefined when the task's retention was over at `now`
 */
export function snapshotOf(
  id: string,
  queue: QueueName,
  record: JobRecord,
  isActive: boolean,
  now: number,
): TaskSnapshot | undefined {
  const options = parseOptions(record.opts);
  const finishedAt = numberOrNull(record.finishedOn);
  if (finishedAt !== null && options.retentionMs !== undefined && finishedAt + options.retentionMs <= now)
    return undefined;
  const status = statusOf(record, isActive);
  return {
    id,
    name: record.name ?? '',
    queue,
    status,
    result: status === 'SUCCESS' ? parseJson(record.returnvalue) : null,
    error: status === 'SUCCESS' ? null : errorOf(record),
    progress: progressOf(record.progress),
    attempt: Number(record.ats ?? 0),
    maxAttempts: Math.max(options.attempts ?? 1, 1),
    createdAt: Number(record.timestamp),
    startedAt: numberOrNull(record.processedOn),
    finishedAt,
    worker: record.pb,
  };
}

function statusOf(record: JobRecord, isActive: boolean): TaskStatus {
  if (record.finishedOn !== null) return record.returnvalue === null ? 'FAILURE' : 'SUCCESS';
  if (isActive) return 'STARTED';
  const failedBefore = Number(record.atm ?? 0) > 0 || Number(record.stc ?? 0) > 0;
  return failedBefore ? 'RETRY' : 'PENDING';
}

/** The runner begins each recorded stack with `Type: message`, whatever the error itself had there. */
function errorOf(record: JobRecord): TaskError | null {
  if (record.failedReason === null) return null;
  const stacks = parseJson(record.stacktrace);
  const last: unknown = Array.isArray(stacks) ? stacks.at(-1) : undefined;
  const type = typeof last === 'string' ? /^([\w$]+): /.exec(last)?.[1] : undefined;
  return { type: type ?? 'Error', message: record.failedReason };
}

/** BullMQ writes 0 at the start: that is "nothing said yet", unless the task says 0 itself, which is no news. */
function progressOf(text: string | null): TaskSnapshot['progress'] {
  const value = parseJson(text);
  if (typeof value === 'number') return value === 0 ? null : value;
  return typeof value === 'object' ? value : null;
}

function parseOptions(text: string | null): Partial<TaskJobOptions> {
  const value = parseJson(text);
  // Written by TaskQueue, or by another producer of the same queue: every field is optional to a reader.
  return typeof value === 'object' && value !== null ? value : {};
}

function parseJson(text: string | null): unknown {
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // another program's job: shown as far as it can be read
  }
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}
