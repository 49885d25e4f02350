import type { Job, JobsOptions } from 'bullmq';
import type { Backoff } from './retry-policy.js';

/** The name under which workers give BullMQ our own way of waiting between attempts. */
export const BACKOFF_TYPE = 'task';

/** What a submit decides, stored with the job in the options that BullMQ gives back with every read of it. */
export interface TaskJobOptions extends JobsOptions {
  readonly jobId: string;
  readonly timestamp: number;
  readonly attempts: number;
  /** The wait between attempts, for BACKOFF_TYPE. */
  readonly retry: Backoff;
  /** How long the result stays readable, from the end of the task. */
  readonly retentionMs: number;
}

/** A job as a worker receives it: its payload is unknown until the task's DTO has parsed it. */
export type TaskJob = Job<unknown, unknown>;
