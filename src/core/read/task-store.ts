import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { Broker } from '../redis/broker.js';
import { findJobs } from '../bullmq/scripts/find-jobs.js';
import { shownText } from './task-payloads.js';
import { TaskNotFoundError } from '../task/queue.errors.js';
import { Queues } from '../bullmq/queues.js';
import { isTaskId } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { snapshotOf } from '../bullmq/job-snapshot.js';

/**
 * Size limits of a task's list of stacks: of a larger list only the last is read. New stacks are never larger than the
 * first.
 */
const MAX_STACKS = { ofOne: 65_536, ofSeveral: 8_192 } as const;

/** All of a task. */
const WHOLE = { maxResultBytes: 0, mostStackBytes: MAX_STACKS.ofOne } as const;

/** Most tasks read in one run of the script: about 2 ms of the broker's time. */
const AT_ONCE = 200;

/** A task as recorded. */
export interface RecordedJob {
  readonly task: TaskSnapshot;
  /** JSON text, with `[redacted]` in place of each encrypted value; undefined if it has none, or not JSON. */
  readonly payload: string | undefined;
}

interface Reading {
  readonly maxResultBytes: number;
  readonly mostStackBytes: number;
  readonly withPayloads?: boolean;
  /** The time to evaluate at, in ms since 1970. Default: the broker's. */
  readonly at?: number;
}

/** Reads submitted tasks. */
@Injectable()
export class TaskStore {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly options: CoreOptions,
  ) {}

  /**
   * The current state of a task.
   *
   * @throws TaskNotFoundError if it does not exist or its retention is over
   * @throws BrokerUnavailableError
   */
  async find(id: string): Promise<TaskSnapshot> {
    const [found] = isTaskId(id) ? await this.read([id.toLowerCase()], WHOLE) : [];
    if (found === undefined) throw new TaskNotFoundError(id);
    return found.task;
  }

  /**
   * Reads several tasks, in the order of the ids; undefined for a missing one.
   *
   * @param maxResultBytes larger results are left out and marked so; 0 means no limit
   */
  async findMany(ids: readonly string[], maxResultBytes = 0): Promise<(TaskSnapshot | undefined)[]> {
    const mostStackBytes = ids.length > 1 ? MAX_STACKS.ofSeveral : MAX_STACKS.ofOne;
    const found = await this.read(ids, { maxResultBytes, mostStackBytes });
    return found.map((each) => each?.task);
  }

  /**
   * A task as recorded, even if its retention is over, until it is removed.
   *
   * @param maxResultBytes like `findMany`
   */
  async findRecorded(id: string, maxResultBytes: number): Promise<TaskSnapshot | undefined> {
    if (!isTaskId(id)) return undefined;
    const [found] = await this.read([id], { maxResultBytes, mostStackBytes: MAX_STACKS.ofOne, at: 0 });
    return found?.task;
  }

  /**
   * The same for many, with their payloads and whole results and errors, in the order of the ids; undefined for a missing
   * one.
   */
  async findManyRecorded(ids: readonly string[]): Promise<(RecordedJob | undefined)[]> {
    return this.read(ids, { ...WHOLE, withPayloads: true, at: 0 });
  }

  private async read(
    ids: readonly string[],
    { maxResultBytes, mostStackBytes, withPayloads = false, at }: Reading,
  ): Promise<(RecordedJob | undefined)[]> {
    const queues = this.queues.all();
    const prefixes = queues.map(({ keys }) => keys.prefix);
    const found: (RecordedJob | undefined)[] = [];
    while (found.length < ids.length) {
      const rest = ids.slice(found.length, found.length + AT_ONCE);
      const finding = findJobs(this.broker.producer, {
        queues: prefixes,
        ids: rest,
        mostResultBytes: maxResultBytes,
        mostStackBytes,
        withPayloads,
      });
      const { now, jobs, payloads } = await this.broker.ask(finding);
      for (const [i, job] of jobs.entries()) {
        const queue = job && queues[job.queue];
        const { resultRetentionMs } = this.options;
        const task = queue && snapshotOf(rest[i] ?? '', queue.name, job.record, at ?? now, resultRetentionMs);
        found.push(task && { task, payload: shownText(payloads[i] ?? undefined) });
      }
    }
    return found;
  }
}
