import { type QueueName, forEveryQueue, isQueueName, queueNames } from '../queue-names.js';
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
    queueLengths,
    '1000000',
    'maximum waiting tasks per queue: one number for all queues, or a number for each; further submits get 429',
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

const DEFAULT_LENGTH = 1_000_000;

/** `10000` for every queue, or `tasks=100000,fetch=5000`. Queues not listed keep the default of a million. */
function queueLengths(value: string): Readonly<Record<QueueName, number>> {
  if (isLength(value)) return forEveryQueue(Number(value));
  const result = forEveryQueue(DEFAULT_LENGTH);
  for (const pair of value.split(',')) {
    const [name = '', length = '', ...rest] = pair.trim().split('=');
    if (!isQueueName(name) || !isLength(length) || rest.length > 0)
      throw new Error(
        `a number from 1 to 999999999, or pairs such as tasks=100000,fetch=5000 out of ${queueNames.join(', ')}`,
      );
    result[name] = Number(length);
  }
  return result;
}

function isLength(value: string): boolean {
  return /^[1-9]\d{0,8}$/.test(value);
}
