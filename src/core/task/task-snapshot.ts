import type { QueueName } from '../../platform/config/queue-names.js';
import type { Priority } from './priority.js';
import type { AttemptError, TaskError } from './task-error.js';
import type { PastRevocation, TaskStatus } from './task-status.js';

/** What is known of a submitted task at one moment, all of it from one atomic read. Times are in ms since 1970. */
export interface TaskSnapshot {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  readonly status: TaskStatus;
  /** What `run` returned; null until SUCCESS. */
  readonly result: unknown;
  /** True when the result is null only because it is too large for a list. */
  readonly isResultLeftOut: boolean;
  /** The last attempt's error; null while there is none, and after a SUCCESS. */
  readonly error: TaskError | null;
  /** Where in the code that error was thrown; null while there is none, and for an error that no attempt threw. */
  readonly errorStack: string | null;
  /** The fingerprint of that error, as the worker has recorded it; null where there is none, or an older worker did. */
  readonly errorFingerprint: string | null;
  /** The errors of all failed attempts, the oldest first. */
  readonly errors: readonly AttemptError[];
  /** Percent, or an object of the task's own; null until the task says something. */
  readonly progress: number | object | null;
  /** Lines that it has logged, in all its attempts; only the newest of them are kept. */
  readonly logLines: number;
  /** The attempt that runs now, or ran last, from 1; 0 before the first. One that a dying worker lost counts too. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** How often the process died, or was away for too long, that executed it. Not counted as attempts that failed. */
  readonly crashes: number;
  readonly priority: Priority;
  readonly createdAt: number;
  /** When it runs (again) at the earliest; null when it may at once. Of one that has run or is final: when it was to. */
  readonly runAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly expiresAt: number | null;
  /** Name of the worker that runs it, or ran it last. */
  readonly worker: string | null;
  readonly tags: readonly string[];
  /** The task that submitted it while it ran, and the first of that line; null for what came from outside. */
  readonly parentId: string | null;
  readonly rootId: string | null;
  readonly replayOf: string | null;
  /** Where its end is told; shown to nobody, because such a URL can be a secret. */
  readonly webhookUrl: string | null;
  /** The name of the API key that submitted it, or the first of its line; null where there were no keys. */
  readonly submittedBy: string | null;
  /** `expired`, or why it was cancelled; null unless REVOKED. */
  readonly revokeReason: string | null;
  /** Earlier revocations, of a task that was run again by hand since; the oldest first. */
  readonly revocations: readonly PastRevocation[];
  /** Since when a running task is asked to stop. */
  readonly cancelRequestedAt: number | null;
}
