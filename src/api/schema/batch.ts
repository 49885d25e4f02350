import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { WebhookRefusedError } from '../../core/task/queue.errors.js';
import type { SubmitContext } from '../../core/task/submit-context.js';
import type { NamedTask } from '../../core/submit/job-preparer.js';
import type { TaskQueue } from '../../core/submit/task-queue.js';
import type { StoredTask } from '../../core/task/handle/task-handle.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import type { Problem } from '../problems/problem.js';
import { problemOf } from '../problems/problem.filter.js';

/** Maximum number of items per request. */
export const MAX_BATCH = 1_000;

/** The outcome of one item: its tasks in the order requested, or an error. */
export type BatchOutcome = readonly StoredTask[] | Error;

/**
 * Submits the tasks of many items with one round trip per queue. An invalid item fails alone, whether it is already an
 * error or one of its tasks is refused: then none of its tasks is stored.
 *
 * @param items the tasks of each item, or its error
 * @returns the outcomes in the order of the items
 * @throws BrokerUnavailableError for all of them
 */
export async function submitBatch(
  taskQueue: TaskQueue,
  items: readonly (readonly NamedTask[] | Error)[],
  origin: SubmitContext,
): Promise<BatchOutcome[]> {
  const groups = items.filter((item): item is readonly NamedTask[] => !(item instanceof Error));
  const outcomes = await taskQueue.submitGroups(groups, origin);
  return items.map((item) => (item instanceof Error ? item : (outcomes.shift() ?? new Error('No outcome'))));
}

/** Maximum number of invalid fields listed per item, and in total beyond the first of each item. */
const MAX_AN_ITEM = 10;
const MAX_MORE = 100;

/** The problems of a request's items, listed up to a reasonable size of the response. */
export class ItemProblems {
  private room = MAX_MORE;

  /** @param path of the request */
  constructor(private readonly path: string) {}

  /**
   * @param item pointer to the item in the body
   * @param payload pointer within the item to the value of an InvalidInputError
   */
  of(error: Error, item: string, payload = ''): Problem {
    const found = located(error, item, payload);
    if (!(found instanceof InvalidRequestError)) return problemOf(found, this.path);
    const count = Math.min(found.errors.length, MAX_AN_ITEM, 1 + this.room);
    this.room -= count - 1;
    return problemOf(found.first(count, item), this.path);
  }
}

function located(error: Error, item: string, payload: string): Error {
  if (error instanceof WebhookRefusedError) return InvalidRequestError.atWebhook(error, item);
  return error instanceof InvalidInputError ? InvalidRequestError.inBody(error, item + payload) : error;
}
