import type { Deduplicate, DeduplicationKey } from '../task/deduplicate.js';
import { priorityNumber } from '../task/priority.js';
import { DEFAULT_ATTEMPTS } from '../task/retry-policy.js';
import type { RunningTask } from '../task/running-task.js';
import type { SubmitOptions } from '../task/submit-options.js';
import type { TaskOptions } from '../task/task.js';
import { BACKOFF_TYPE, type TaskJobOptions } from './task-job.js';

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

/**
 * The name under which a key is held: it counts for one caller and one task type. A list as JSON, because a caller can
 * put any separator into a key of its own.
 *
 * @param caller the name of the API key that submitted the task, or the first of its line; undefined where there is none
 */
export function deduplicationId(caller: string | undefined, task: string, key: DeduplicationKey): string {
  return JSON.stringify([caller ?? null, task, ...[key].flat()]);
}
