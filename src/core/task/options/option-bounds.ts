import { type Bounds, durationFrom } from '../../../platform/validation/rules/bounds.js';

/** Bounds of numeric options: the same over HTTP, in code and in @Task. */
export const optionBounds = {
  attempts: { minimum: 1, maximum: 100 },
  delayMs: durationFrom(0),
  timeoutMs: durationFrom(1),
  retentionMs: durationFrom(1),
  backoff: {
    delayMs: durationFrom(0),
    maxMs: durationFrom(0),
    jitter: { minimum: 0, maximum: 1, hasFractions: true },
  },
  deduplicate: { ttlMs: durationFrom(1) },
  rateLimit: { max: { minimum: 1, maximum: 1_000_000_000 }, durationMs: durationFrom(1) },
} as const satisfies Record<string, Bounds | Record<string, Bounds>>;
