import type { Response } from 'supertest';

/** Checks the answer to the cancel of a running task: 202, or 200 if it has stopped by the time of the answer. */
export function isCancelled({ status, text }: Response): void {
  if (status !== 200 && status !== 202) throw new Error(`The cancel was answered with ${status}: ${text}`);
}
