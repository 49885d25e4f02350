import type { Job, JobsOptions } from 'bullmq';
import type { StoredOptions } from '../task/options/stored-options.js';
import { jobOption } from './layout.js';

/** The name of our own backoff strategy in BullMQ. */
export const BACKOFF_TYPE = 'task';

/** The trace in a W3C `traceparent`, as `bullmq-otel` stores it with a job: JSON of the propagated headers. */
const TRACEPARENT = /"traceparent":"[\da-f]{2}-([\da-f]{32})-/;

/** The options of a submit, stored in the job's options, which BullMQ returns with every read. */
export type TaskJobOptions = JobsOptions &
  StoredOptions & {
    readonly jobId: string;
    readonly timestamp: number;
    readonly attempts: number;
  };

/**
 * Our own fields in the job's hash: they are removed with the job, and read in the same step.
 *
 * - `revoked`: the reason why a job in BullMQ's `failed` set is REVOKED and not FAILURE
 * - `runAt`: the planned start of a task that was revoked while it was delayed (ms since 1970)
 * - `revocations`: the newest revocations undone by a retry (JSON: a list of reason, at, retriedAt)
 * - `cancelRequestedAt`, `cancelReason`: a request to stop a running task (ms since 1970; text)
 * - `retriedAt`: the time of a manual retry, after which `expiresAt` no longer applies
 * - `notified`: the end (ms since 1970) for which the webhook was sent; the end of a later run differs
 * - `slot`: the start of the turn that a rate limit has assigned to it (ms since 1970)
 * - `slotOf`: the numbers of that limit, if operators have set them (`max/duration`)
 * - `crashes`: number of deaths of quarantine processes that ran it (`worker/isolation/quarantine.ts`)
 * - `checkpoint`: the state from which the next attempt continues (JSON)
 * - `replacedBy`: the workflow by which it has replaced itself
 * - `claimed`: the start of its removal (ms since 1970): it is in no set then
 * - `lines`: number of lines logged; only the newest are kept
 * - `logBytes`: total size of the kept lines
 */
export const ownFields = {
  revoked: 'cel:revoked',
  runAt: 'cel:run-at',
  revocations: 'cel:revocations',
  cancelRequestedAt: 'cel:cancel-at',
  cancelReason: 'cel:cancel-reason',
  retriedAt: 'cel:retried-at',
  notified: 'cel:told',
  slot: 'cel:slot',
  slotOf: 'cel:slot-of',
  crashes: 'cel:crashes',
  checkpoint: 'cel:checkpoint',
  replacedBy: 'cel:replaced-by',
  claimed: 'cel:claimed',
  lines: 'cel:lines',
  logBytes: 'cel:log-bytes',
} as const;

/** A job as received by a worker: its payload is unknown until the task's DTO has parsed it. */
export type TaskJob = Job<unknown, unknown>;

/** The job's own options, which may be missing if another producer added the job. */
export function taskOptionsOf(job: Pick<Job, 'opts'>): Partial<TaskJobOptions> {
  return job.opts;
}

/** The ID of the trace that a job was added in; null without one. */
export function traceIdIn(options: object): string | null {
  const context: unknown = Reflect.get(options, jobOption.traceContext);
  return typeof context === 'string' ? (TRACEPARENT.exec(context)?.[1] ?? null) : null;
}
