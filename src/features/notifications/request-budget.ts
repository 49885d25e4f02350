import { InvalidRequestError } from '../../api/problems/invalid-request.js';
import type { NamedTask } from '../../core/index.js';

const MAX_BYTES = 10_485_760;

/**
 * The amount that one request may still store. A text of a megabyte to a hundred recipients takes a hundred megabytes
 * in the broker: a small request can store a lot.
 */
export class RequestBudget {
  private bytes = MAX_BYTES;

  constructor(private tasks: number) {}

  /**
   * Deducts these tasks from the budget.
   *
   * @param pointer their place in the request body
   * @throws InvalidRequestError if the budget is too small; it is then left unchanged
   */
  take(tasks: readonly NamedTask[], pointer: string): void {
    const bytes = tasks.reduce((sum, { payload }) => sum + Buffer.byteLength(JSON.stringify(payload)), 0);
    if (tasks.length > this.tasks) throw tooMuch(pointer, `${tasks.length} tasks`, this.tasks);
    if (bytes > this.bytes) throw tooMuch(pointer, `${bytes} bytes to store`, this.bytes);
    this.tasks -= tasks.length;
    this.bytes -= bytes;
  }
}

function tooMuch(pointer: string, asked: string, left: number): InvalidRequestError {
  const message = `creates ${asked}, but this request may create ${left} more; split it`;
  return new InvalidRequestError([{ pointer, message }]);
}
