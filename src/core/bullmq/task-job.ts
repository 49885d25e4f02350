import type { Job, JobsOptions } from 'bullmq';
import type { StoredOptions } from '../task/stored-options.js';

/** The name under which workers give BullMQ our own way of waiting between attempts. */
export const BACKOFF_TYPE = 'task';

/** What a submit decides, stored with the job in the options that BullMQ gives back with every read of it. */
export type TaskJobOptions = JobsOptions &
  StoredOptions & {
    readonly jobId: string;
    readonly timestamp: number;
    readonly attempts: number;
  };

/**
 * What we keep in the job's hash beside BullMQ's fields: it is removed with the job, and read in the same step.
 *
 * - `revoked`: why a job in BullMQ's `failed` set is REVOKED and not FAILURE
 * - `runAt`: when a task that was revoked while it waited for its time was to run (ms since 1970)
 * - `revocations`: the revocations that were undone by a retry (JSON: a list of reason, at, retriedAt); the newest are kept
 * - `cancelRequestedAt`, `cancelReason`: someone wants a running task to stop (ms since 1970; text)
 * - `retriedAt`: someone ran it again by hand, so that its `expiresAt` does not count any more
 * - `told`: the end (ms since 1970) that was told to its `webhookUrl`; one of a later run is another one
 * - `slot`: until when (ms since 1970) a rate limit has it wait for a turn that is already its own
 * - `crashes`: how often a process died under it that had been set apart for such tasks (`worker/isolation/quarantine.ts`)
 * - `checkpoint`: how far a task has come that goes on where its last attempt was (JSON of its own)
 * - `claimed`: when somebody began to remove it (ms since 1970): it stands in no set then
 * - `lines`: how many lines the task has logged; only the newest are kept
 */
export const ownFields = {
  revoked: 'cel:revoked',
  runAt: 'cel:run-at',
  revocations: 'cel:revocations',
  cancelRequestedAt: 'cel:cancel-at',
  cancelReason: 'cel:cancel-reason',
  retriedAt: 'cel:retried-at',
  told: 'cel:told',
  slot: 'cel:slot',
  crashes: 'cel:crashes',
  checkpoint: 'cel:checkpoint',
  claimed: 'cel:claimed',
  lines: 'cel:lines',
  logBytes: 'cel:log-bytes',
} as const;

/** A job as a worker receives it: its payload is unknown until the task's DTO has parsed it. */
export type TaskJob = Job<unknown, unknown>;

/** The job's own options, of which another producer of the same queue may have given none. */
export function taskOptionsOf(job: Pick<Job, 'opts'>): Partial<TaskJobOptions> {
  return job.opts;
}
