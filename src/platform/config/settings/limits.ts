import { perQueue } from '../queue-names.js';
import { integer, milliseconds, optional, setting } from '../setting.js';

/** Limits per client and in total. */
export const limitSettings = {
  rateLimit: optional(
    'RATE_LIMIT',
    integer(0, 1_000_000_000),
    'requests per RATE_LIMIT_WINDOW_MS and key, or per address without keys; unset: 6000, or no limit when serving ' +
      'localhost only; 0: no limit',
  ),
  rateLimitWindowMs: setting(
    'RATE_LIMIT_WINDOW_MS',
    milliseconds(1_000, 86_400_000),
    '60000',
    'window in which RATE_LIMIT is counted',
  ),
  maxQueueLength: setting(
    'MAX_QUEUE_LENGTH',
    perQueue(999_999_999, 'tasks=100000,fetch=5000'),
    '1000000',
    'maximum waiting tasks per queue: one number for all queues, or a number for each (others: 1000000); further ' +
      'submits get 429',
  ),
  maxMemoryPercent: setting(
    'MAX_MEMORY_PERCENT',
    integer(1, 100),
    '75',
    "percentage of Redis' maxmemory above which submits get 429, so that workers have room to continue; no limit " +
      'without maxmemory',
  ),
  maxHeldAnswers: setting(
    'MAX_HELD_ANSWERS',
    integer(1),
    '5000',
    'maximum event streams and waits (Prefer: wait) that one process holds open',
  ),
  maxHeldAnswersPerClient: optional(
    'MAX_HELD_ANSWERS_PER_CLIENT',
    integer(1),
    'like MAX_HELD_ANSWERS, but per key, or per address without keys; unset: 200, or no limit when serving ' +
      'localhost only',
  ),
} as const;
