import { type QueueName, forEveryQueue, isQueueName, queueNames } from '../queue-names.js';
import { integer, milliseconds, optional, setting } from '../setting.js';

/** Limits per client and in total. */
export const limitSettings = {
  rateLimit: optional(
    'RATE_LIMIT',
    integer(0, 1_000_000_000),
    'requests per RATE_LIMIT_WINDOW_MS of one key, else of one address; unset: 6000, or none where only this machine is answered; 0: none',
  ),
  rateLimitWindowMs: setting(
    'RATE_LIMIT_WINDOW_MS',
    milliseconds(1_000, 86_400_000),
    '60000',
    'how long the requests of RATE_LIMIT are counted together',
  ),
  maxQueueLength: setting(
    'MAX_QUEUE_LENGTH',
    queueLengths,
    '1000000',
    'tasks that wait in a queue at most: one number for every queue, or a number a queue; over it submits are 429',
  ),
  maxMemoryPercent: setting(
    'MAX_MEMORY_PERCENT',
    integer(1, 100),
    '75',
    "percent of Redis' maxmemory above which submits are 429, so that workers have room to go on; without maxmemory, no limit",
  ),
  maxHeldAnswers: setting(
    'MAX_HELD_ANSWERS',
    integer(1),
    '5000',
    'event streams and waits (Prefer: wait) that one process holds open at once',
  ),
  maxHeldAnswersPerClient: optional(
    'MAX_HELD_ANSWERS_PER_CLIENT',
    integer(1),
    'as MAX_HELD_ANSWERS, of one key, else of one address; unset: 200, or any number where only this machine is answered',
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
