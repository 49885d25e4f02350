import { Injectable } from '@nestjs/common';
import type { TaskHistory } from '../history/task-history.js';
import type { FailureFilter, FailureGroup, FailureParts } from '../history/task-statistics.js';
import { FailedTasks } from '../read/failed-tasks.js';
import { Fingerprints } from '../read/fingerprints.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { WorkerDirectory } from '../workers/worker-directory.js';
import { FailureTally } from './failure-tally.js';

/** Maximum number of failed tasks examined per request. */
const MOST_LOOKED_AT = 10_000;
/** Number of tasks that the history is asked for at once. */
const ASKED_AT_ONCE = 100;
/** A history may lack some tasks that ended a little before the time until which it says to be complete. */
const MARGIN_MS = 60_000;

/** Groups of failures, and whether nothing was left out. */
export interface BrokerGroups {
  readonly groups: readonly FailureGroup[];
  readonly isComplete: boolean;
}

/** Counts the failed tasks that the broker holds, newest first. */
@Injectable()
export class BrokerFailures {
  constructor(
    private readonly failed: FailedTasks,
    private readonly directory: WorkerDirectory,
  ) {}

  /** @param history its tasks are left out */
  async groups(filter: FailureFilter, parts: FailureParts, history?: TaskHistory): Promise<BrokerGroups> {
    const fingerprints = new Fingerprints();
    const tally = new FailureTally(filter, parts, fingerprints, await this.directory.versions());
    const since = history ? (await history.recordedUntil()) - MARGIN_MS : 0;
    let batch: TaskSnapshot[] = [];
    let lookedAt = 0;
    let isComplete = true;
    const count = async () => {
      for (const task of history ? await unrecorded(batch, history) : batch) tally.add(task);
      batch = [];
    };
    for await (const { task, position, isLast } of this.failed.walk(filter.queue)) {
      if (position.finishedOn < since) break;
      if (task) batch.push(task);
      if (batch.length === ASKED_AT_ONCE) await count();
      if (isLast || (++lookedAt < MOST_LOOKED_AT && !fingerprints.areEnough)) continue;
      isComplete = false;
      break;
    }
    await count();
    return { groups: tally.all(), isComplete: isComplete && tally.isComplete };
  }

  /** Ids of the failed tasks with a fingerprint, newest first. */
  async idsOf(fingerprint: string): Promise<{ ids: string[]; isComplete: boolean }> {
    const fingerprints = new Fingerprints();
    const ids: string[] = [];
    let lookedAt = 0;
    for await (const { task, isLast } of this.failed.walk()) {
      if (task?.status === 'FAILURE' && fingerprints.hashOf(task) === fingerprint) ids.push(task.id);
      if (!isLast && (++lookedAt === MOST_LOOKED_AT || fingerprints.areEnough))
        return { ids, isComplete: false };
    }
    return { ids, isComplete: true };
  }
}

async function unrecorded(tasks: readonly TaskSnapshot[], history: TaskHistory): Promise<TaskSnapshot[]> {
  if (tasks.length === 0) return [];
  const recorded = await history.findMany(
    tasks.map(({ id }) => id),
    false,
  );
  return tasks.filter((_, i) => recorded[i] === undefined);
}
