import { milliseconds, setting } from '../setting.js';

/** The tasks that come with it. */
export const taskSettings = {
  divideDelayMs: setting(
    'DIVIDE_DELAY_MS',
    milliseconds(0, 3_600_000),
    '0',
    "how long math.divide pretends to work: the tutorial's sleep is 5000",
  ),
} as const;
