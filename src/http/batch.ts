import { InvalidInputError } from '../validation/parse-dto.js';
import { WebhookRefusedError } from '../queue/queue.errors.js';
import type { Origin } from '../queue/origin.js';
import type { NamedTask, SubmittedTask, TaskQueue } from '../queue/task-queue.js';
import { InvalidRequestError } from './invalid-request.js';
import type { Problem } from './problem.js';
import { problemOf } from './problem.filter.js';

/** How many things one request may submit. */
export const MAX_BATCH = 1_000;

/** What came of one item: its tasks, in the order in which it asked for them, or what was wrong with it. */
export type BatchOutcome = readonly SubmittedTask[] | Error;

/**
 * Submits the tasks of many items with one round trip for each queue. A bad item fails alone, whether it is an error
 * already or one of its tasks is refused: then none of them is stored.
 *
 * @param items the tasks of each, or why it has none
 * @returns the outcomes in the order of the items
 * @throws BrokerUnavailableError for all of them
 */
export async function submitBatch(
  taskQueue: TaskQueue,
  items: readonly (readonly NamedTask[] | Error)[],
  origin: Origin,
): Promise<BatchOutcome[]> {
  const groups = items.filter((item): item is readonly NamedTask[] => !(item instanceof Error));
  const outcomes = await taskQueue.submitGroups(groups, origin);
  return items.map((item) => (item instanceof Error ? item : (outcomes.shift() ?? new Error('No outcome'))));
}

/**
 * The problem of one item.
 *
 * @param item where in the body it stands
 * @param payload where in it stands what an InvalidInputError is about
 */
export function itemProblem(error: Error, path: string, item: string, payload = ''): Problem {
  return problemOf(located(error, item, payload), path);
}

function located(error: Error, item: string, payload: string): Error {
  if (error instanceof WebhookRefusedError) return InvalidRequestError.atWebhook(error, item);
  return error instanceof InvalidInputError ? InvalidRequestError.inBody(error, item + payload) : error;
}
