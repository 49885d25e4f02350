import { expect } from '@jest/globals';

/** Status of cancelling a running task: 202, or 200 if its worker has stopped it before the response. */
export function toldToStop({ status }: { status: number }): void {
  expect([200, 202]).toContain(status);
}
