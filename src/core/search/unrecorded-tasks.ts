import { Injectable } from '@nestjs/common';
import type { TaskHistory } from '../history/task-history.js';
import { TaskRegistry } from '../task/task-registry.js';
import type { Unrecorded } from './candidates.js';

/** Describes the ended tasks of the broker that the history may not have. */
@Injectable()
export class UnrecordedTasks {
  constructor(private readonly registry: TaskRegistry) {}

  /** @throws HistoryUnavailableError */
  async of(history: TaskHistory): Promise<Unrecorded> {
    return { since: await history.recordedUntil(), orNames: this.neverRecorded() };
  }

  /** Task types that the history does not keep. */
  private neverRecorded(): string[] {
    return this.registry
      .all()
      .flatMap(({ options }) =>
        options.history === 'off' ? [options.name, ...(options.aliases ?? [])] : [],
      );
  }
}
