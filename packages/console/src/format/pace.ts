/** `stuck`: several times longer than its type usually runs, and long enough for somebody to look. */
export type Pace = 'usual' | 'long' | 'stuck';

const STUCK_TIMES = 3;
const LEAST_STUCK_MS = 10_000;

export function paceOf(runningMs: number, usualMs: number | undefined): Pace {
  if (usualMs === undefined || runningMs <= usualMs) return 'usual';
  return runningMs > usualMs * STUCK_TIMES && runningMs >= LEAST_STUCK_MS ? 'stuck' : 'long';
}
