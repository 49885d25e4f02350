import type { QueueName } from '../../platform/config/queue-names.js';
import { priorityOf } from '../task/priority.js';
import type { AttemptError } from '../task/task-error.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { type TaskStatus, isFinal } from '../task/task-status.js';
import type { TaskOptions } from '../task/task.js';
import { type JobRecord, runAtOf } from './job-record.js';
import { STALLED_TOO_OFTEN } from './layout.js';
import { fingerprintIn, readStack, stackIn } from './recorded-error.js';
import type { TaskJobOptions } from './task-job.js';

/** The snapshot of a task that was submitted just now. */
export function newSnapshot(task: TaskOptions<object>, job: TaskJobOptions): TaskSnapshot {
  // Field by field: every submit makes one, and an object that is spread together is many times slower.
  const { priority, expiresAt, tags, parentId, rootId, replayOf, webhookUrl, submittedBy } = submittedAs(job);
  return {
    id: job.jobId,
    name: task.name,
    queue: task.queue,
    status: 'PENDING',
    result: null,
    isResultLeftOut: false,
    error: null,
    errorStack: null,
    errorFingerprint: null,
    errors: [],
    progress: null,
    logLines: 0,
    attempt: 0,
    maxAttempts: job.attempts,
    crashes: 0,
    priority,
    createdAt: job.timestamp,
    runAt: job.delay ? job.timestamp + job.delay : null,
    startedAt: null,
    finishedAt: null,
    expiresAt,
    worker: null,
    tags,
    parentId,
    rootId,
    replayOf,
    webhookUrl,
    submittedBy,
    revokeReason: null,
    revocations: [],
    cancelRequestedAt: null,
  };
}

/**
 * @param defaultRetentionMs of a task that was submitted without one
 * @returns the snapshot, or undefined when the task's retention was over at `now`
 */
export function snapshotOf(
  id: string,
  queue: QueueName,
  record: JobRecord,
  now: number,
  defaultRetentionMs: number,
): TaskSnapshot | undefined {
  const { options } = record;
  const errors = record.stacks.map(readStack).filter((error) => error !== undefined);
  const status = statusOf(record, errors.length > 0, now);
  const finishedAt = record.finishedOn ?? (status === 'REVOKED' ? expiryOf(record) : null);
  const { retentionMs = defaultRetentionMs } = options;
  if (finishedAt !== null && finishedAt + retentionMs <= now) return undefined;
  const { priority, expiresAt, tags, parentId, rootId, replayOf, webhookUrl, submittedBy } =
    submittedAs(options);
  const { error, errorStack, errorFingerprint } = errorOf(status, record, errors);
  const { attempt, maxAttempts, crashes } = attemptsOf(record);
  // As above: spread together, these took a third of the time of a `GET /tasks/{id}`.
  return {
    id,
    name: record.name,
    queue,
    status,
    result: status === 'SUCCESS' ? record.returnvalue : null,
    isResultLeftOut: record.isResultLeftOut,
    error,
    errorStack,
    errorFingerprint,
    errors,
    progress: record.progress,
    logLines: record.lines,
    attempt,
    maxAttempts,
    crashes,
    priority,
    createdAt: record.timestamp,
    runAt: runAtOf(record, isFinal(status) || status === 'STARTED'),
    startedAt: record.processedOn,
    finishedAt,
    expiresAt,
    worker: record.worker,
    tags,
    parentId,
    rootId,
    replayOf,
    webhookUrl,
    submittedBy,
    revokeReason: status === 'REVOKED' ? (record.revoked ?? 'expired') : null,
    revocations: record.revocations,
    cancelRequestedAt: isFinal(status) ? null : record.cancelRequestedAt,
  };
}

/** An attempt that a dying worker lost counts, and does not use up one of those that the task may fail. */
function attemptsOf(record: JobRecord) {
  const crashes = record.stalls + record.crashes;
  const attempt = record.attemptsMade + crashes + (record.isActive ? 1 : 0);
  return { attempt, maxAttempts: Math.max((record.options.attempts ?? 1) + crashes, attempt, 1), crashes };
}

/** What the submit decided and nothing changes any more. */
function submittedAs(options: Partial<TaskJobOptions>) {
  return {
    priority: priorityOf(options.priority),
    expiresAt: options.expiresAt ?? null,
    tags: options.tags ?? [],
    parentId: options.parentId ?? null,
    rootId: options.rootId ?? null,
    replayOf: options.replayOf ?? null,
    webhookUrl: options.webhookUrl ?? null,
    submittedBy: options.submittedBy ?? null,
  };
}

function statusOf(record: JobRecord, hasErrors: boolean, now: number): TaskStatus {
  if (record.finishedOn !== null) return finalStatusOf(record);
  if (record.isActive) return 'STARTED';
  if (hasExpired(record, now)) return 'REVOKED';
  // A task that is run again by hand has its attempts before it, and its failures behind it.
  const hasFailed = hasErrors || record.failedReason !== null;
  return hasFailed || record.attemptsMade > 0 || record.stalls > 0 ? 'RETRY' : 'PENDING';
}

/**
 * A revocation is the reason of the end itself. A mark of an earlier one, left by a tool that knows nothing of it (a
 * retry in the dashboard), does not turn a later failure into one.
 */
function finalStatusOf({ returnvalue, revoked, failedReason }: JobRecord): TaskStatus {
  if (returnvalue !== undefined) return 'SUCCESS';
  return revoked !== null && revoked === failedReason ? 'REVOKED' : 'FAILURE';
}

/**
 * What was not started by its `expiresAt` never will be: workers refuse it. So it counts as REVOKED from that
 * millisecond on, also while it still stands in a backlog.
 */
function hasExpired(record: JobRecord, now: number): boolean {
  const { expiresAt } = record.options;
  return (
    expiresAt !== undefined && expiresAt <= now && record.attemptsStarted === 0 && record.retriedAt === null
  );
}

/** What had expired before it was submitted ends then: its retention counts from there. */
function expiryOf({ options: { expiresAt }, timestamp }: JobRecord): number | null {
  return expiresAt === undefined ? null : Math.max(expiresAt, timestamp);
}

type ShownError = Pick<TaskSnapshot, 'error' | 'errorStack' | 'errorFingerprint'>;

function errorOf(status: TaskStatus, record: JobRecord, errors: readonly AttemptError[]): ShownError {
  const last = errors.at(-1);
  const message = record.failedReason ?? last?.message;
  if (message === undefined || status === 'SUCCESS' || status === 'REVOKED')
    return { error: null, errorStack: null, errorFingerprint: null };
  // BullMQ ends by itself what has lost its worker too often: no attempt has that error.
  const type = message === STALLED_TOO_OFTEN ? 'StalledError' : (last?.type ?? 'Error');
  return { error: { type, message }, ...recordedWith(message === last?.message ? record.stacks : []) };
}

/** What else is known of the last error that `readStack` can read. */
function recordedWith(stacks: readonly string[]): Omit<ShownError, 'error'> {
  const stack = stacks.findLast((each) => readStack(each) !== undefined);
  if (stack === undefined) return { errorStack: null, errorFingerprint: null };
  return { errorStack: stackIn(stack), errorFingerprint: fingerprintIn(stack) ?? null };
}
