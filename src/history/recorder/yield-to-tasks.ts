import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** A recorder that is further behind no longer yields. */
const MOST_BEHIND_MS = 30_000;
/** The process has other work if its event loop is busy for more than this share of a pause. */
const BUSY = 0.8;
const SLICE_MS = 10;
/** Longest rest, relative to the work before it. */
const MOST_REST = 2;

/**
 * Rests while the process is busy with tasks, for up to twice as long as the recorder has just worked: tasks come first
 * in a burst, and their records follow after it. Does not rest when the recorder is far behind.
 *
 * @param workedMs duration of the work before
 * @param behindMs how far the recorder is behind
 */
export async function yieldToTasks(workedMs: number, behindMs: number, signal: AbortSignal): Promise<void> {
  const end = performance.now() + MOST_REST * workedMs;
  while (behindMs < MOST_BEHIND_MS && performance.now() < end) {
    const before = performance.eventLoopUtilization();
    await pause(SLICE_MS, undefined, { signal });
    if (performance.eventLoopUtilization(before).utilization < BUSY) return;
  }
}
