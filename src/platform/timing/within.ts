import { longTimer } from './long-timer.js';

/**
 * Waits for `work` for at most `ms`; Infinity waits forever. The work continues either way.
 *
 * @param late called on timeout: its return value is the result, and it may throw
 * @throws the error of `work`, if it fails in time
 */
export async function within<T, L>(work: Promise<T>, ms: number, late: () => L): Promise<T | L> {
  let stop: () => void = () => undefined;
  const isOver = new Promise<void>((resolve) => (stop = longTimer(resolve, ms)));
  return Promise.race([work, isOver.then(late)]).finally(() => stop());
}

/** Resolves to whether `work` ends within `ms` and before `cut`. The work continues either way; its error is thrown. */
export async function endsWithin(
  work: Promise<unknown>,
  ms: number,
  cut: Promise<unknown> = new Promise(() => undefined),
): Promise<boolean> {
  return within(Promise.race([work.then(() => true), cut.then(() => false)]), ms, () => false);
}
