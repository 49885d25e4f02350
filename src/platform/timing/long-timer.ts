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
