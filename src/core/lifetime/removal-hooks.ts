import { Injectable } from '@nestjs/common';
import { RevokedTasks } from '../read/revoked-tasks.js';

/** Removes data that is stored for tasks outside the queues, such as large bodies in files. */
export interface RemovalHook {
  /** Removes all data of a task that is being removed. What cannot be removed now is removed in a later `sweep`. */
  removeOf(taskId: string): Promise<void>;
  /** Removes one batch of orphaned data: left by dead attempts, or not removed with its task. */
  sweep(): Promise<{ mayHaveMore: boolean }>;
}

/**
 * Removes external data with its tasks. Hooks register themselves: the core does not know what others store for tasks.
 */
@Injectable()
export class RemovalHooks {
  private readonly keepers: RemovalHook[] = [];

  constructor(private readonly revoked: RevokedTasks) {}

  /** Registers a hook. */
  join(keeper: RemovalHook): void {
    this.keepers.push(keeper);
  }

  /** Calls every hook for a task that is being removed. */
  async removeOf(taskId: string): Promise<void> {
    await Promise.all(this.keepers.map((keeper) => keeper.removeOf(taskId)));
  }

  /** Sweeps one batch of each hook. */
  async sweep(): Promise<{ mayHaveMore: boolean }> {
    // Removing a task updates the revoked set in its own step: only data of an older version is swept here.
    const swept = await Promise.all([this.revoked, ...this.keepers].map((keeper) => keeper.sweep()));
    return { mayHaveMore: swept.some(({ mayHaveMore }) => mayHaveMore) };
  }
}
