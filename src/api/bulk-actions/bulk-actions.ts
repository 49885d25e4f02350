import { Injectable } from '@nestjs/common';
import { OPERATIONS } from './operations-queue.js';
import {
  Cancellation,
  Checkpoints,
  QueueContents,
  type QueueName,
  type SubmitContext,
  TaskNotFoundError,
  TaskQueue,
  type TaskSnapshot,
  TaskStore,
} from '../../core/index.js';
import { BulkActionNotFoundError } from './bulk-action-not-found-error.js';
import { BulkActionTask } from './bulk-action.task.js';
import type { BulkOrderDto } from './bulk-order.dto.js';
import { type BulkTally, emptyTally } from './bulk-tally.js';

/** A bulk action: its order, its task, and its progress. */
export interface BulkAction {
  readonly task: TaskSnapshot;
  readonly order: BulkOrderDto;
  readonly tally: BulkTally;
}

/** Submits bulk actions and reads their progress. */
@Injectable()
export class BulkActions {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly store: TaskStore,
    private readonly contents: QueueContents,
    private readonly checkpoints: Checkpoints,
    private readonly cancellation: Cancellation,
  ) {}

  /** @throws QueueFullError, BrokerUnavailableError */
  async order(order: BulkOrderDto, origin: SubmitContext): Promise<BulkAction> {
    const { snapshot } = await this.taskQueue.submit(BulkActionTask, order, {}, origin);
    return { task: snapshot, order, tally: emptyTally(0) };
  }

  /** Submits an action on a whole queue. */
  orderFor(
    queue: QueueName,
    action: 'revoke-waiting' | 'drain' | 'purge',
    reason: string | undefined,
    origin: SubmitContext,
  ): Promise<BulkAction> {
    return this.order({ action, filter: { queue }, ...(reason !== undefined && { reason }) }, origin);
  }

  /** @throws BulkActionNotFoundError, BrokerUnavailableError */
  async find(id: string): Promise<BulkAction> {
    const task = await this.taskOf(id);
    const [found] = await this.withTallies([task]);
    if (found === undefined) throw new BulkActionNotFoundError(id);
    return found;
  }

  /**
   * Newest first.
   *
   * @param before the id to continue from
   */
  async page(limit: number, before?: string): Promise<{ items: BulkAction[]; nextCursor: string | null }> {
    // One more than the page holds shows whether there is a next one.
    const ids = await this.contents.newest(OPERATIONS, limit + 1, before);
    const shown = ids.slice(0, limit);
    const tasks = await this.store.findMany(shown);
    const items = await this.withTallies(tasks.filter((task) => task !== undefined));
    return { items, nextCursor: ids.length > limit ? (shown.at(-1) ?? null) : null };
  }

  /**
   * Aborts a bulk action. Tasks already acted on are not reverted and stay counted.
   *
   * @throws BulkActionNotFoundError; StateConflictError if it has ended
   */
  async abort(id: string, reason: string | undefined): Promise<BulkAction> {
    const { id: known } = await this.taskOf(id);
    await this.cancellation.cancel(known, reason);
    return this.find(known);
  }

  private async taskOf(id: string): Promise<TaskSnapshot> {
    const task = await this.store.find(id).catch((error: unknown) => {
      throw error instanceof TaskNotFoundError ? new BulkActionNotFoundError(id) : error;
    });
    if (task.queue !== OPERATIONS) throw new BulkActionNotFoundError(id);
    return task;
  }

  private async withTallies(tasks: readonly TaskSnapshot[]): Promise<BulkAction[]> {
    const ids = tasks.map(({ id }) => id);
    const records = await this.checkpoints.read(OPERATIONS, ids);
    return tasks.flatMap((task, i) => {
      const { payload, checkpoint } = records[i] ?? {};
      if (payload === undefined) return []; // it was deleted in between
      // Written by the only task of this queue and by its submitter.
      const tally = (checkpoint as BulkTally | undefined) ?? emptyTally(0);
      return [{ task, order: payload as BulkOrderDto, tally }];
    });
  }
}
