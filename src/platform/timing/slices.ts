import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long the event loop may be kept by one slice. */
const SLICE_MS = 10;

/** Long work that yields wherever it may be interrupted. */
export type Sliced<Result> = Generator<void, Result>;

/** Does the work without interruption. */
export function atOnce<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Does the work in slices of some milliseconds, between which the process does everything else. */
export async function inSlices<Result>(work: Sliced<Result>): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - since < SLICE_MS) continue;
    await nextTurn();
    since = performance.now();
  }
}
