import { longTimer } from './long-timer.js';

/**
 * Waits for some work, but not longer than `ms`; Infinity waits for ever. The work goes on in any case.
 *
 * @param late called when the time is over: what it returns is the result, and it may throw
 * @throws what the work throws, within the time
 */
export async function within<T, L>(work: Promise<T>, ms: number, late: () => L): Promise<T | L> {
  let stop: () => void = () => undefined;
  const isOver = new Promise<void>((resolve) => (stop = longTimer(resolve, ms)));
  return Promise.race([work, isOver.then(late)]).finally(() => stop());
}

/** Whether the work ends within `ms`, and before `cut`. It goes on in any case. What it throws is thrown. */
export async function endsWithin(
  work: Promise<unknown>,
  ms: number,
  cut: Promise<unknown> = new Promise(() => undefined),
): Promise<boolean> {
  return within(Promise.race([work.then(() => true), cut.then(() => false)]), ms, () => false);
}
