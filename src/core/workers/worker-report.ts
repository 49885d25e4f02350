import type { QueueName } from '../../platform/config/queue-names.js';

/** `lost`: it has said nothing for 15 s. It was killed, is frozen, or has no connection to the broker. */
export type WorkerState = 'online' | 'draining' | 'lost';

/** A queue that a worker consumes. */
export interface ConsumedQueue {
  readonly name: QueueName;
  /** Tasks at once. */
  readonly concurrency: number;
  /** True when this worker was told to take nothing from it for now. */
  readonly isPaused: boolean;
  /** What it executes of it; undefined: of a version that did not say it. */
  readonly running?: RunningSummary;
}

/** The tasks that are executed at one moment. Times are ms since 1970, null where there are none. */
export interface RunningSummary {
  readonly count: number;
  readonly oldestSince: number | null;
  readonly newestSince: number | null;
}

/** A task that a worker executes. */
export interface ActiveTask {
  readonly id: string;
  readonly name: string;
  readonly attempt: number;
  /** ms since 1970 */
  readonly since: number;
}

/** Attempts since the start of the worker, by how they ended. `processed` counts all of them. */
export interface AttemptCounts {
  readonly processed: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retried: number;
  readonly revoked: number;
}

/** What a worker process says of itself with every heartbeat. Times are ms since 1970. */
export interface WorkerReport {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: number;
  readonly state: Exclude<WorkerState, 'lost'>;
  readonly queues: readonly ConsumedQueue[];
  /** Threads for tasks that compute, at most. */
  readonly threads: number;
  /** The oldest of what runs, at most 100; `activeCount` counts all. */
  readonly active: readonly ActiveTask[];
  readonly activeCount: number;
  readonly counts: AttemptCounts;
  /** Of the host: in the last 1, 5 and 15 minutes. */
  readonly loadAverage: readonly number[];
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** How late the event loop was since the last heartbeat, in ms. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number };
  readonly logLevel: string;
}

/** What is known of a worker now. */
export interface WorkerSnapshot extends Omit<WorkerReport, 'state'> {
  readonly state: WorkerState;
  /** ms since 1970, by the broker's clock */
  readonly lastHeartbeatAt: number;
}
