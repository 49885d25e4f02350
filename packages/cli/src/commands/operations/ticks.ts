import { setTimeout as sleep } from 'node:timers/promises';

/** Yields at once and then after each interval, until the signal aborts. */
export async function* ticks(intervalMs: number, signal: AbortSignal): AsyncGenerator<void> {
  while (!signal.aborted) {
    yield;
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
