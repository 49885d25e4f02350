import { milliseconds, setting } from '../setting.js';

/** Settings of the built-in tasks. */
export const taskSettings = {
  divideDelayMs: setting(
    'DIVIDE_DELAY_MS',
    milliseconds(0, 3_600_000),
    '0',
    "duration of math.divide; the tutorial's sleep is 5000",
  ),
} as const;
