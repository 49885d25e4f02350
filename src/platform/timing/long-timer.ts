import { LONGEST_TIMER_MS } from '../validation/rules/bounds.js';

/**
 * `setTimeout` for any duration. Node's own timer fires at once when it is to wait longer than 2^31 - 1 ms (25 days): a
 * longer wait is a chain of timers here.
 *
 * @param ms any number; Infinity never fires
 * @returns stops it; stopping what has fired does nothing
 */
export function longTimer(action: () => void, ms: number): () => void {
  let timer: NodeJS.Timeout;
  const wait = (rest: number): void => {
    const step = Math.min(rest, LONGEST_TIMER_MS);
    timer = setTimeout(() => (rest > step ? wait(rest - step) : action()), step);
  };
  wait(ms);
  return () => clearTimeout(timer);
}

/**
 * Whether the work ends within `ms`, and before `cut`. It goes on in any case. What it throws is thrown.
 */
export async function endsWithin(
  work: Promise<unknown>,
  ms: number,
  cut: Promise<unknown> = new Promise(() => undefined),
): Promise<boolean> {
  let stop: () => void = () => undefined;
  const late = new Promise<boolean>((resolve) => (stop = longTimer(() => resolve(false), ms)));
  return Promise.race([work.then(() => true), late, cut.then(() => false)]).finally(() => stop());
}
