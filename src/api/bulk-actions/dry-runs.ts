import { Injectable } from '@nestjs/common';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { BulkActionNotFoundError } from './bulk-action-not-found-error.js';
import { type BulkAction, BulkActions } from './bulk-actions.js';
import { BulkIds } from './bulk-ids.js';
import type { BulkVerb } from './bulk-step.js';

/** Dry runs by query, whose tasks an order can name. */
@Injectable()
export class DryRuns {
  constructor(
    private readonly bulkActions: BulkActions,
    private readonly ids: BulkIds,
  ) {}

  /**
   * Keeps the tasks of a dry run for an order that names it.
   *
   * @returns its id as it is stored
   * @throws InvalidRequestError unless it is one of the same action, has ended, and still has its tasks
   */
  async use(id: string, action: BulkVerb): Promise<string> {
    const { order, task, tally } = await this.find(id);
    if (!order.dry_run || typeof order.q !== 'string') throw unfit('is not a dry run by query');
    if (order.action !== action) throw unfit(`is a dry run of ${order.action}, not of ${action}`);
    if (task.status !== 'SUCCESS') throw unfit(`has not ended: its status is ${task.status}`);
    const isKept = (await this.ids.keep(task.id)) === 1;
    if (!isKept && tally.matched > 0) throw unfit('ended more than an hour ago, repeat it');
    return task.id;
  }

  private async find(id: string): Promise<BulkAction> {
    try {
      return await this.bulkActions.find(id);
    } catch (error) {
      throw error instanceof BulkActionNotFoundError ? unfit('does not exist') : error;
    }
  }
}

function unfit(why: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer: '/dry_run_id', message: `the dry run ${why}` }]);
}
