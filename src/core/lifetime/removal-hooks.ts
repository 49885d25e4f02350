import { Injectable } from '@nestjs/common';
import { RevokedTasks } from '../read/revoked-tasks.js';

/** Who keeps something for tasks outside of the queues, such as large bodies in files. */
export interface RemovalHook {
  /** Removes all of a task that is being removed. What it cannot remove now it removes in a later `sweep`. */
  removeOf(taskId: string): Promise<void>;
  /** Removes one batch of what nobody will ask for: what dead attempts left, what was not removed with its task. */
  sweep(): Promise<{ mayHaveMore: boolean }>;
}

/**
 * What belongs to tasks and is kept elsewhere goes when they go. Keepers join by themselves: the core removes tasks
 * without knowing what others keep for them.
 */
@Injectable()
export class RemovalHooks {
  private readonly keepers: RemovalHook[] = [];

  constructor(private readonly revoked: RevokedTasks) {}

  join(keeper: RemovalHook): void {
    this.keepers.push(keeper);
  }

  async removeOf(taskId: string): Promise<void> {
    await Promise.all(this.keepers.map((keeper) => keeper.removeOf(taskId)));
  }

  async sweep(): Promise<{ mayHaveMore: boolean }> {
    // A removal takes a task out of the revoked ones in its own step: only what an older version left is swept.
    const swept = await Promise.all([this.revoked, ...this.keepers].map((keeper) => keeper.sweep()));
    return { mayHaveMore: swept.some(({ mayHaveMore }) => mayHaveMore) };
  }
}
