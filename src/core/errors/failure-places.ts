import { Injectable } from '@nestjs/common';
import { StatisticsSource } from '../history/task-statistics.js';
import { TaskStore } from '../read/task-store.js';
import { BrokerFailures } from './broker-failures.js';

/** Maximum number of tasks of the history that the broker is asked for. */
const MOST_LOOKED_AT = 10_000;
/** Skips all results. */
const NO_RESULTS = 1;

/** The failed tasks of a group, by where they are stored. */
export interface FailurePlaces {
  /** Number of tasks that the broker holds as FAILURE: they can run again. */
  readonly inBroker: number;
  /** Number of tasks that only the history holds; null without a history. */
  readonly archived: number | null;
  /** False if more tasks exist than were examined. */
  readonly isComplete: boolean;
}

/** Finds out how many failed tasks of a group can run again. */
@Injectable()
export class FailurePlacement {
  constructor(
    private readonly failures: BrokerFailures,
    private readonly store: TaskStore,
    private readonly statistics: StatisticsSource,
  ) {}

  /** @throws BrokerUnavailableError, HistoryUnavailableError */
  async find(fingerprint: string): Promise<FailurePlaces> {
    const { ids, isComplete } = await this.failures.idsOf(fingerprint);
    const recorded = await this.statistics.get()?.failedIds(fingerprint, MOST_LOOKED_AT);
    if (recorded === undefined) return { inBroker: ids.length, archived: null, isComplete };
    const failed = new Set(ids);
    const asked = recorded.filter((id) => !failed.has(id));
    // A task that waits or runs again is neither failed nor archived.
    const tasks = await this.store.findMany(asked, NO_RESULTS);
    return {
      inBroker: ids.length,
      archived: tasks.filter((task) => task === undefined).length,
      isComplete: isComplete && recorded.length < MOST_LOOKED_AT,
    };
  }
}
