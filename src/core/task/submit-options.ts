import type { Deduplicate } from './deduplicate.js';
import type { Priority } from './priority.js';
import type { Backoff } from './retry-policy.js';

/** How one submitted task differs from what its @Task says. Every field has its default in its line. */
export interface SubmitOptions {
  /** Not before so many ms from now. Default: now. Not together with `runAt`. */
  readonly delayMs?: number;
  /** Not before this time; a past one is now. Default: now. */
  readonly runAt?: Date;
  /** Not started by then: REVOKED. Default: waits for ever. */
  readonly expiresAt?: Date;
  /** Default: the task's, else `normal`. */
  readonly priority?: Priority;
  /** Executions at most. Default: the task's, else 3. */
  readonly attempts?: number;
  /** Default: the task's, else exponential from 1 s to 60 s with 50 % jitter. */
  readonly backoff?: Backoff;
  /** Time limit of one attempt. Default: the task's, else none. */
  readonly timeoutMs?: number;
  /** Default: every submit is a task of its own. */
  readonly deduplicate?: Deduplicate;
  /** For finding it again. Default: none. */
  readonly tags?: readonly string[];
  /** How long the result stays readable. Default: the task's, else RESULT_RETENTION_MS. */
  readonly retentionMs?: number;
  /** Where the final snapshot is sent as a signed webhook, however the task ends. Default: nowhere. */
  readonly webhookUrl?: string;
}
