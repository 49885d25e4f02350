import { Injectable } from '@nestjs/common';
import { type DeadLetterFilter, DeadLetters } from '../read/dead-letters.js';
import type { Position } from '../read/failed-tasks.js';
import { inTurns } from './in-turns.js';
import { StateConflictError, TaskNotFoundError } from '../task/queue.errors.js';
import { TaskActions } from './task-actions.js';
import { isTaskId } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { TaskStore } from '../read/task-store.js';

/** Tasks of a group that one call acts on at most. */
const MAX_OF_GROUP = 1_000;

export type DeadLetterAction = 'redrive' | 'discard';

/** What came of one task: with an error, nothing was done. */
export interface Acted {
  readonly id: string;
  readonly error?: StateConflictError | TaskNotFoundError;
}

/**
 * Runs dead letters again, or forgets them. Each is acted on as it was read: when somebody else was first, it is left
 * alone and the answer says so.
 */
@Injectable()
export class DeadLetterActions {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly store: TaskStore,
    private readonly actions: TaskActions,
  ) {}

  /**
   * @returns what came of each, in the order of the ids
   * @throws BrokerUnavailableError when some may be done and others not: asking again does no harm
   */
  async byIds(action: DeadLetterAction, ids: readonly string[]): Promise<Acted[]> {
    const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
    const known = asked.filter(isTaskId);
    const found = await this.store.findMany(known);
    const tasks = new Map(known.map((id, i) => [id, found[i]]));
    return inTurns(asked, (id) => this.act(action, id, tasks.get(id)));
  }

  /**
   * The newest of a group, and where to go on with the others.
   *
   * @throws BrokerUnavailableError as `byIds`
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
