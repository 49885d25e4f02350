import { Injectable } from '@nestjs/common';
import type { Condition } from '../query/condition.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { HistorySlot } from './history-slot.js';

/** A task with its payload, in which `[redacted]` stands for each secret. */
export interface FullTask {
  readonly task: TaskSnapshot;
  /** Parsed JSON; undefined if it was not kept or not asked for. */
  readonly payload: unknown;
}

export const sortings = ['created', 'finished', 'run_ms', 'wait_ms'] as const;
/** Sort key of a search. A task without that value, such as one that has not finished, is left out. */
export type Sorting = (typeof sortings)[number];

/**
 * A place among sorted tasks: the value by which they are sorted (ms, or ms since 1970), then the id. `created` is the
 * order of the ids alone, which begin with the time of creation: the value is not compared then.
 */
export interface SearchPosition {
  readonly value: number;
  readonly id: string;
}

/** A search for finished tasks: one page of a sorted list. */
export interface HistorySearch {
  readonly conditions: readonly Condition[];
  readonly sort: Sorting;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** Only tasks after this place. */
  readonly after?: SearchPosition | undefined;
  /** Results larger than this are left out and marked so; 0 means no limit. */
  readonly maxResultBytes: number;
  readonly withPayload: boolean;
}

/** A number of tasks: exact, at least so many, or the planner's estimate. */
export interface TaskCount {
  readonly value: number;
  readonly relation: 'exact' | 'at_least' | 'estimate';
}

/** A change of a task's state. Times are in ms since 1970. */
export interface Transition {
  readonly at: number;
  readonly status: TaskSnapshot['status'];
  readonly attempt: number;
  /** The worker, or the name of the API key that did it; null if unknown. */
  readonly actor: string | null;
  readonly reason: string | null;
}

/** A task that is about to be removed from the broker, with the end that was read (ms since 1970). */
export interface EndedTask {
  readonly id: string;
  readonly finishedAt: number;
}

/** The query cannot be answered in reasonable time. The message says how to narrow it. */
export class SearchTooBroadError extends Error {}

/** The history does not answer. */
export class HistoryUnavailableError extends Error {}

/**
 * Final tasks, long after the broker has forgotten them. Implemented by a module that the core does not know. Every method
 * throws HistoryUnavailableError if the database does not answer.
 */
export interface TaskHistory {
  /**
   * Every task that ended before this time (ms since 1970) is stored, except those of task types with `history: 'off'`.
   * Searches look at later ends in the broker. It may be too early, but not too late by more than some seconds.
   */
  readonly recordedUntil: () => Promise<number>;
  /** In the order of the ids; undefined for one that is not there. */
  readonly findMany: (ids: readonly string[], withPayload: boolean) => Promise<(FullTask | undefined)[]>;
  /** @throws SearchTooBroadError */
  readonly search: (search: HistorySearch) => Promise<FullTask[]>;
  /** @throws SearchTooBroadError */
  readonly count: (conditions: readonly Condition[]) => Promise<TaskCount>;
  /** Lines of a task's log; undefined if the task is not there. */
  readonly logOf: (
    id: string,
  ) => Promise<{ readonly first: number; readonly lines: readonly string[] } | undefined>;
  /** The recorded changes of a task, oldest first. */
  readonly transitionsOf: (id: string) => Promise<readonly Transition[]>;
  /**
   * Makes sure that tasks are stored, before the broker forgets them.
   *
   * @returns the ids that may be removed now
   */
  readonly confirm: (ended: readonly EndedTask[]) => Promise<ReadonlySet<string>>;
  /** Number of unconfirmed tasks that may stay in the broker after their retention, while the history is away. */
  readonly maxUnstored: number;
  /** The lag of recording: time for which ended tasks may be missing, and their number. */
  readonly lag: () => Promise<{ readonly ms: number; readonly tasks: number }>;
  /** Deletes a task with everything that is kept of it. False if it was not there. */
  readonly remove: (id: string) => Promise<boolean>;
}

/** Counters of one process. */
export interface HistoryCounts {
  /** Tasks stored, or stored again with a later end. */
  recorded: number;
  /** Failed attempts to store a batch. */
  failures: number;
  /** Tasks that the broker removed without being stored, because too many were waiting for it. */
  lost: number;
}

/** The history of tasks registers itself here. */
@Injectable()
export class Histories extends HistorySlot<TaskHistory> {
  /** Since the start of this process. */
  readonly counts: HistoryCounts = { recorded: 0, failures: 0, lost: 0 };
}
