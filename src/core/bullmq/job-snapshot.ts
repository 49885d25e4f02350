import type { QueueName } from '../task/queue-name.js';
import { type FieldSource, objectMaker } from '../task/object-maker.js';
import { bridgeOriginIn } from '../task/bridge-mark.js';
import type { AttemptError } from '../task/task-error.js';
import { rowsOf } from '../task/task-field.js';
import { type RowsWith, type TaskFields, taskFields } from '../task/task-fields.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { type TaskStatus, isFinal } from '../task/task-status.js';
import type { TaskOptions } from '../task/task.js';
import { type JobRecord, newRecord, runAtOf } from './job-record.js';
import { STALLED_TOO_OFTEN } from './layout.js';
import { fingerprintIn, readStack, stackIn } from './recorded-error.js';
import { type TaskJobOptions, traceIdIn } from './task-job.js';

/** A job's record with values that several fields depend on. */
interface Reading {
  readonly id: string;
  readonly queue: QueueName;
  readonly record: JobRecord;
  readonly status: TaskStatus;
  readonly finishedAt: number | null;
  readonly errors: readonly AttemptError[];
  readonly shown: ShownError;
  readonly attempts: Attempts;
}

type StoredName = RowsWith<{ readonly stored: { readonly read: unknown } }>;

/** The fields that are not plain options of the job. */
const COMPUTED: {
  readonly [Name in Exclude<keyof TaskSnapshot, StoredName>]: (reading: Reading) => TaskSnapshot[Name];
} = {
  id: ({ id }) => id,
  name: ({ record }) => record.name,
  queue: ({ queue }) => queue,
  status: ({ status }) => status,
  result: ({ status, record }) => (status === 'SUCCESS' ? record.returnvalue : null),
  isResultLeftOut: ({ record }) => record.isResultLeftOut,
  error: ({ shown }) => shown.error,
  errorStack: ({ shown }) => shown.errorStack,
  errorFingerprint: ({ shown }) => shown.errorFingerprint,
  errors: ({ errors }) => errors,
  progress: ({ record }) => record.progress,
  logLines: ({ record }) => record.lines,
  attempt: ({ attempts }) => attempts.attempt,
  maxAttempts: ({ attempts }) => attempts.maxAttempts,
  crashes: ({ attempts }) => attempts.crashes,
  createdAt: ({ record }) => record.timestamp,
  runAt: ({ record, status }) => runAtOf(record, isFinal(status) || status === 'STARTED'),
  startedAt: ({ record }) => record.processedOn,
  finishedAt: ({ finishedAt }) => finishedAt,
  worker: ({ record }) => record.worker,
  revokeReason: ({ status, record }) => (status === 'REVOKED' ? (record.revoked ?? 'expired') : null),
  replacedBy: ({ record }) => record.replacedBy,
  bridgeOrigin: ({ record }) => bridgeOriginIn(record.options.bridge),
  traceId: ({ record }) => traceIdIn(record.options),
  revocations: ({ record }) => record.revocations,
  cancelRequestedAt: ({ status, record }) => (isFinal(status) ? null : record.cancelRequestedAt),
};

const snapshot = snapshotMaker(taskFields);

/**
 * @param defaultRetentionMs retention of a task that was submitted without one
 * @returns the snapshot, or undefined if the task's retention was over at `now`
 */
export function snapshotOf(
  id: string,
  queue: QueueName,
  record: JobRecord,
  now: number,
  defaultRetentionMs: number,
): TaskSnapshot | undefined {
  const reading = readingOf(id, queue, record, now);
  const { retentionMs = defaultRetentionMs } = record.options;
  const { finishedAt } = reading;
  return finishedAt !== null && finishedAt + retentionMs <= now ? undefined : snapshot(reading);
}

/** The snapshot of a task that was just submitted, even if it has expired already. */
export function newSnapshot(task: TaskOptions<object>, job: TaskJobOptions): TaskSnapshot {
  return snapshot(readingOf(job.jobId, task.queue, newRecord(task.name, job), -Infinity));
}

/** Creates the function that takes a snapshot according to a table. */
export function snapshotMaker(fields: TaskFields): (reading: Reading) => TaskSnapshot {
  const computed: Partial<Record<string, (reading: Reading) => unknown>> = COMPUTED;
  return objectMaker(
    rowsOf(fields).flatMap(([name, { value, stored }]): [string, FieldSource][] => {
      if (!value) return [];
      const { as, read } = stored ?? {};
      const isOption = as !== undefined && read !== undefined;
      return [
        [name, isOption ? { at: ['record', 'options', as], convert: read } : { convert: computed[name] }],
      ];
    }),
  );
}

function readingOf(id: string, queue: QueueName, record: JobRecord, now: number): Reading {
  const errors = record.stacks.map(readStack).filter((error) => error !== undefined);
  const status = statusOf(record, errors.length > 0, now);
  const finishedAt = record.finishedOn ?? (status === 'REVOKED' ? expiryOf(record) : null);
  const shown = errorOf(status, record, errors);
  return { id, queue, record, status, finishedAt, errors, shown, attempts: attemptsOf(record) };
}

type Attempts = Pick<TaskSnapshot, 'attempt' | 'maxAttempts' | 'crashes'>;

/** An attempt lost to a dying worker counts as an attempt, but does not use up one of the allowed failures. */
function attemptsOf(record: JobRecord): Attempts {
  const crashes = record.stalls + record.crashes;
  const attempt = record.attemptsMade + crashes + (record.isActive ? 1 : 0);
  return { attempt, maxAttempts: Math.max((record.options.attempts ?? 1) + crashes, attempt, 1), crashes };
}

function statusOf(record: JobRecord, hasErrors: boolean, now: number): TaskStatus {
  if (record.finishedOn !== null) return finalStatusOf(record);
  if (record.isActive) return 'STARTED';
  if (hasExpired(record, now)) return 'REVOKED';
  // A manually retried task has all its attempts left but keeps its earlier errors.
  const hasFailed = hasErrors || record.failedReason !== null;
  return hasFailed || record.attemptsMade > 0 || record.stalls > 0 ? 'RETRY' : 'PENDING';
}

/**
 * A revoked task has the revocation as its reason of failure. A mark of an earlier revocation, left by a tool that does
 * not know it (a retry with a BullMQ tool), does not turn a later failure into a revocation.
 */
function finalStatusOf({ returnvalue, revoked, failedReason }: JobRecord): TaskStatus {
  if (returnvalue !== undefined) return 'SUCCESS';
  return revoked !== null && revoked === failedReason ? 'REVOKED' : 'FAILURE';
}

/**
 * True for a task that was not started by its `expiresAt`: workers refuse it. It counts as REVOKED from that
 * millisecond on, even while it is still in a queue.
 */
function hasExpired(record: JobRecord, now: number): boolean {
  const { expiresAt } = record.options;
  return (
    expiresAt !== undefined && expiresAt <= now && record.attemptsStarted === 0 && record.retriedAt === null
  );
}

/** A task that had expired before its submit ends at its submit: its retention starts there. */
function expiryOf({ options: { expiresAt }, timestamp }: JobRecord): number | null {
  return expiresAt === undefined ? null : Math.max(expiresAt, timestamp);
}

type ShownError = Pick<TaskSnapshot, 'error' | 'errorStack' | 'errorFingerprint'>;

function errorOf(status: TaskStatus, record: JobRecord, errors: readonly AttemptError[]): ShownError {
  const last = errors.at(-1);
  const message = record.failedReason ?? last?.message;
  if (message === undefined || status === 'SUCCESS' || status === 'REVOKED')
    return { error: null, errorStack: null, errorFingerprint: null };
  // BullMQ itself ends a job that has lost its worker too often: no attempt has that error.
  const type = message === STALLED_TOO_OFTEN ? 'StalledError' : (last?.type ?? 'Error');
  return { error: { type, message }, ...recordedWith(message === last?.message ? record.stacks : []) };
}

/** The recorded details of the last error that `readStack` can parse. */
function recordedWith(stacks: readonly string[]): Omit<ShownError, 'error'> {
  const stack = stacks.findLast((each) => readStack(each) !== undefined);
  if (stack === undefined) return { errorStack: null, errorFingerprint: null };
  return { errorStack: stackIn(stack), errorFingerprint: fingerprintIn(stack) ?? null };
}
