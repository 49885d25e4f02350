import { InvalidRequestError } from '../../api/problems/invalid-request.js';
import type { NamedTask } from '../../core/submit/task-queue.js';

const MAX_BYTES = 10_485_760;

/**
 * How much one request may still have stored. A text of a megabyte to a hundred recipients is a hundred megabytes in
 * the broker: what is small when it is sent is not when it is stored.
 */
export class RequestBudget {
  private bytes = MAX_BYTES;

  constructor(private tasks: number) {}

  /**
   * Takes what these tasks need of it.
   *
   * @param pointer where in the body they come from
   * @throws InvalidRequestError when that is not there; then nothing is taken
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
