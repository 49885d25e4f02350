import type { QueueName } from '../task/queue-name.js';

/** `lost`: no heartbeat within its lease, 15 s by default. It was killed, is frozen, or has no connection to the broker. */
export type WorkerState = 'online' | 'draining' | 'lost';

/** A queue that a worker consumes. */
export interface ConsumedQueue {
  readonly name: QueueName;
  /** Maximum number of tasks at once. */
  readonly concurrency: number;
  /** True if this worker is paused on this queue. */
  readonly isPaused: boolean;
  /** Its running tasks of the queue; undefined for a version that does not report them. */
  readonly running?: RunningSummary;
}

/** The tasks running at one moment. Times are in ms since 1970, null if there are none. */
export interface RunningSummary {
  readonly count: number;
  readonly oldestSince: number | null;
  readonly newestSince: number | null;
}

/** A task that a worker is executing. */
export interface ActiveTask {
  readonly id: string;
  readonly name: string;
  readonly attempt: number;
  /** ms since 1970 */
  readonly since: number;
}

/** Attempts since the worker's start, by outcome. `processed` counts all of them. */
export interface AttemptCounts {
  readonly processed: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retried: number;
  readonly revoked: number;
}

/** The report that a worker sends with every heartbeat. Times are in ms since 1970. */
export interface WorkerReport {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: number;
  readonly state: Exclude<WorkerState, 'lost'>;
  readonly queues: readonly ConsumedQueue[];
  /** True if it takes no tasks because its clock is wrong; undefined for a version that does not report it. */
  readonly isClockWrong?: boolean;
  /** Maximum number of threads for CPU-bound tasks. */
  readonly threads: number;
  /** The oldest running tasks, at most 100; `activeCount` counts all. */
  readonly active: readonly ActiveTask[];
  readonly activeCount: number;
  readonly counts: AttemptCounts;
  /** Attempts started since the worker's start, by task name; undefined for a version that does not report them. */
  readonly startsByName?: Readonly<Record<string, number>>;
  /** Load average of the host over 1, 5 and 15 minutes. */
  readonly loadAverage: readonly number[];
  /** Resources used since the worker's start, as the operating system counts; undefined for an older version. */
  readonly resourceUsage?: NodeJS.ResourceUsage;
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Event loop delay since the last heartbeat, in ms. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number };
  readonly logLevel: string;
}

/** The current state of a worker. */
export interface WorkerSnapshot extends Omit<WorkerReport, 'state'> {
  readonly state: WorkerState;
  /** ms since 1970, by the broker's clock */
  readonly lastHeartbeatAt: number;
}
