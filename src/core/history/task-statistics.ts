import { Injectable } from '@nestjs/common';
import { HistorySlot } from './history-slot.js';
import type { TaskError } from '../task/task-error.js';

/**
 * - throughput: tasks that ended as SUCCESS or FAILURE
 * - failures: tasks that ended as FAILURE
 * - wait: times that tasks waited for their start, from when they could have started
 * - run: run times of attempts
 * - backlog: tasks that could have started
 */
export const statMetrics = ['throughput', 'failures', 'wait', 'run', 'backlog'] as const;
/** The name of a metric of the statistics. */
export type StatMetric = (typeof statMetrics)[number];

/** `name` is the name of the task type; `all` makes one series. */
export const statDimensions = ['queue', 'name', 'worker', 'all'] as const;
export type StatDimension = (typeof statDimensions)[number];

/** Number of durations by bucket of the histogram: see `bucketOf`. */
type Counts = ReadonlyMap<number, number>;

/** Asks for series of numbers, in buckets of the same length. Times are in ms since 1970, and multiples of a minute. */
export interface SeriesQuestion {
  readonly metric: StatMetric;
  readonly by: StatDimension;
  /** Start of the first bucket. */
  readonly from: number;
  readonly stepMs: number;
  readonly buckets: number;
  /** Only tasks of this queue. */
  readonly queue?: string | undefined;
  /** Only tasks of this type. */
  readonly name?: string | undefined;
}

/** One point of one series; a point that is not there is 0, or unknown for a backlog. */
export interface SeriesPoint {
  /** The queue, task type or worker; null for all that are not among the largest, and for `all`. */
  readonly key: string | null;
  /** Index of the bucket. */
  readonly bucket: number;
  /** Number of tasks; of durations for `wait` and `run`. The largest of the bucket for `backlog`. */
  readonly count: number;
  /** For `wait` and `run`. */
  readonly durations?: Counts;
  /** For `backlog`: the longest time for which a task could have been started, in ms. */
  readonly oldestMs?: number;
}

/** Selects failed tasks that ended since `from` (ms since 1970). All criteria must match. */
export interface FailureFilter {
  readonly from: number;
  readonly queue?: string | undefined;
  readonly name?: string | undefined;
}

/** Failed tasks with the same fingerprint. */
export interface FailureCount {
  readonly fingerprint: string;
  readonly count: number;
  /** End of the newest, in ms since 1970. */
  readonly lastAt: number;
}

/** The same with details. Times are in ms since 1970. */
export interface FailureGroup extends FailureCount {
  /** Name and error of the newest task. */
  readonly name: string;
  readonly error: TaskError;
  readonly queues: readonly string[];
  /** End of the first one, also before the counted time. */
  readonly firstAt: number;
  /** Numbers of failures in each of as many parts of the counted time as asked for, oldest first. */
  readonly counts: readonly number[];
  /** Versions of the workers on which they ended, in the order of the first failure. Unknown ones are not listed. */
  readonly versions: readonly string[];
  /** Ids of the newest, newest first. */
  readonly taskIds: readonly string[];
}

/** Parts of the time from `from` until now. */
export interface FailureParts {
  readonly stepMs: number;
  readonly number: number;
}

/** Statistics of what a history holds. Every method throws HistoryUnavailableError if the database does not answer. */
export interface TaskStatistics {
  /** Points of at most `keys` keys, those with the most tasks in the whole window, and of all others together. */
  readonly series: (question: SeriesQuestion, keys: number) => Promise<SeriesPoint[]>;
  /** Those with the newest failures, at most `limit`. */
  readonly failureCounts: (filter: FailureFilter, limit: number) => Promise<FailureCount[]>;
  /** The groups with these fingerprints, in any order; also one whose tasks all ended before `from`, with the count 0. */
  readonly failureGroups: (
    fingerprints: readonly string[],
    filter: FailureFilter,
    parts: FailureParts,
  ) => Promise<FailureGroup[]>;
  /** Ids of the failed tasks with a fingerprint, newest first. */
  readonly failedIds: (fingerprint: string, limit: number) => Promise<string[]>;
}

/** A history registers its statistics here. Without them, only the counters in Redis are known. */
@Injectable()
export class StatisticsSource extends HistorySlot<TaskStatistics> {}
