import { LONGEST_TIMER_MS } from '../validation/rules/bounds.js';

/**
 * `setTimeout` for any duration. Node's own timer fires at once for more than 2^31 - 1 ms (25 days), so a longer wait
 * is a chain of timers.
 *
 * @param ms any number; Infinity never fires
 * @returns a function that stops the timer; stopping one that has fired has no effect
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
