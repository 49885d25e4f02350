import { type DeduplicationKey, deduplicationId } from '../submit/deduplication.js';
import { type Priority, priorityNumber } from './priority.js';
import { DEFAULT_ATTEMPTS, type Backoff } from './retry-policy.js';
import type { RunningTask } from './running-task.js';
import { BACKOFF_TYPE, type TaskJobOptions } from '../bullmq/task-job.js';
import type { TaskOptions } from './task.js';

export const deduplicateModes = ['unique', 'debounce', 'throttle'] as const;

/**
 * What counts as the same task, by a key of the caller's own. It counts for one caller (the name of an API key; of a
 * child, that of its root) and one task type:
 *
 * - `unique`: while one with this key is not finished (or for `ttlMs`), no other is stored. A running task may submit its
 *   own successor: that one then holds the key
 * - `throttle`: after one was stored, no other is for `ttlMs`, finished or not; a running task counts for itself, too
 * - `debounce`: the newest within `ttlMs` replaces the one that waits, which is REVOKED, and the wait begins anew; one that
 *   runs already is followed by the newest
 */
export interface Deduplicate {
  readonly key: DeduplicationKey;
  readonly mode: (typeof deduplicateModes)[number];
  /** Needed by throttle and debounce. */
  readonly ttlMs?: number;
}

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

/** What is true whatever the caller wishes. */
interface Given {
  readonly id: string;
  /** ms since 1970 */
  readonly now: number;
  readonly retentionMs: number;
  readonly replayOf?: string | undefined;
  readonly parent?: RunningTask | undefined;
  readonly submittedBy?: string | undefined;
}

/** The options of a task and of a call, merged into what is stored with the job. */
export function jobOptionsOf(task: TaskOptions<object>, call: SubmitOptions, given: Given): TaskJobOptions {
  const { attempts, retry, priority, retentionMs, timeoutMs } = policyOf(task, call, given.retentionMs);
  return {
    jobId: given.id,
    timestamp: given.now,
    attempts,
    backoff: { type: BACKOFF_TYPE },
    ...(retry && { retry }),
    priority: priorityNumber(priority),
    ...(retentionMs !== undefined && { retentionMs }),
    ...delayOf(call, given.now),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(call.expiresAt && { expiresAt: call.expiresAt.getTime() }),
    ...(call.tags?.length && { tags: call.tags }),
    ...(call.deduplicate && deduplicationOf(task.name, call.deduplicate, given.submittedBy)),
    ...(call.webhookUrl !== undefined && { webhookUrl: call.webhookUrl }),
    ...(given.replayOf && { replayOf: given.replayOf }),
    ...(given.submittedBy && { submittedBy: given.submittedBy }),
    ...(given.parent && { parentId: given.parent.id, rootId: given.parent.rootId }),
  };
}

/** What the call says, else the task type, else everyone's default; those of `retry` and `retentionMs` are not stored. */
function policyOf(task: TaskOptions<object>, call: SubmitOptions, defaultRetentionMs: number) {
  return {
    attempts: call.attempts ?? task.attempts ?? DEFAULT_ATTEMPTS,
    retry: call.backoff ?? task.backoff,
    priority: call.priority ?? task.priority ?? 'normal',
    retentionMs: retentionOf(
      call.retentionMs ?? task.retentionMs,
      call.deduplicate?.ttlMs,
      defaultRetentionMs,
    ),
    timeoutMs: call.timeoutMs ?? task.timeoutMs,
  };
}

/** While a key still counts, the task that it stands for can be read: it is the answer to a submit. */
function retentionOf(
  own: number | undefined,
  keyMs: number | undefined,
  defaultMs: number,
): number | undefined {
  return keyMs === undefined ? own : Math.max(own ?? defaultMs, keyMs);
}

function delayOf({ delayMs, runAt, deduplicate }: SubmitOptions, now: number): { delay?: number } {
  const debounce = deduplicate?.mode === 'debounce' ? deduplicate.ttlMs : undefined;
  const delay = delayMs ?? (runAt ? runAt.getTime() - now : debounce);
  return delay !== undefined && delay > 0 ? { delay } : {};
}

function deduplicationOf(
  task: string,
  { key, mode, ttlMs }: Deduplicate,
  caller: string | undefined,
): Pick<TaskJobOptions, 'deduplication' | 'debounced'> {
  const deduplication = { id: deduplicationId(caller, task, key), ...(ttlMs && { ttl: ttlMs }) };
  return { deduplication, ...(mode === 'debounce' && { debounced: true }) };
}
