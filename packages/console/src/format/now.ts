import { signal } from '@preact/signals';

/** The time that relative times are shown against, ms since 1970. One clock for all of them. */
export const now = signal(Date.now());

const TICK_MS = 1_000;

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, TICK_MS);
