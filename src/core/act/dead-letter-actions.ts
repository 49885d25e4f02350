import { Injectable } from '@nestjs/common';
import { type DeadLetterFilter, DeadLetters } from '../read/dead-letters.js';
import type { Position } from '../read/failed-tasks.js';
import { inTurns } from './in-turns.js';
import { StateConflictError, TaskNotFoundError } from '../task/queue.errors.js';
import { TaskActions } from './task-actions.js';
import { isTaskId } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { TaskStore } from '../read/task-store.js';

/** Maximum number of tasks of a group per call. */
const MAX_OF_GROUP = 1_000;

export type DeadLetterAction = 'redrive' | 'discard';

/** The outcome for one task; with an error, nothing was done. */
export interface Acted {
  readonly id: string;
  readonly error?: StateConflictError | TaskNotFoundError;
}

/**
 * Runs dead letters again, or deletes them. Each is acted on in the state in which it was read: if it has changed
 * since, it is left alone and reported.
 */
@Injectable()
export class DeadLetterActions {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly store: TaskStore,
    private readonly actions: TaskActions,
  ) {}

  /**
   * @returns the outcome for each, in the order of the ids
   * @throws BrokerUnavailableError if only some may be done: repeating the call is safe
   */
  async byIds(action: DeadLetterAction, ids: readonly string[]): Promise<Acted[]> {
    const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
    const known = asked.filter(isTaskId);
    const found = await this.store.findMany(known);
    const tasks = new Map(known.map((id, i) => [id, found[i]]));
    return inTurns(asked, (id) => this.act(action, id, tasks.get(id)));
  }

  /**
   * Acts on the newest tasks of a group, and returns where to continue.
   *
   * @throws BrokerUnavailableError like `byIds`
   */
  async byGroup(
    action: DeadLetterAction,
    group: DeadLetterFilter,
    after?: Position,
  ): Promise<{ acted: Acted[]; next: Position | null }> {
    const { items, next } = await this.deadLetters.page(group, MAX_OF_GROUP, after);
    return { acted: await inTurns(items, (task) => this.act(action, task.id, task)), next };
  }

  private async act(action: DeadLetterAction, id: string, task: TaskSnapshot | undefined): Promise<Acted> {
    try {
      if (task === undefined) throw new TaskNotFoundError(id);
      if (action === 'redrive') await this.actions.retryAs(task, ['FAILURE']);
      else await this.actions.removeAs(task, ['FAILURE']);
      return { id: task.id };
    } catch (error) {
      if (error instanceof StateConflictError || error instanceof TaskNotFoundError) return { id, error };
      throw error;
    }
  }
}
