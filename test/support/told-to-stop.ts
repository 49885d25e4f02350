import { expect } from '@jest/globals';

/** The answer to the cancelling of a task that runs: 202, or 200 where its worker has stopped it before the answer. */
export function toldToStop({ status }: { status: number }): void {
  expect([200, 202]).toContain(status);
}
