import { isoTime, isoTimeOrNull } from '../../platform/timing/iso-time.js';
import type { TaskSnapshot } from './task-snapshot.js';

export type TaskJson = ReturnType<typeof taskJson>;

/** The one place where a snapshot becomes JSON, for whoever asks for a task and whoever is told of its end. */
export function taskJson(snapshot: TaskSnapshot) {
  return {
    task_id: snapshot.id,
    name: snapshot.name,
    queue: snapshot.queue,
    status: snapshot.status,
    result: shownResult(snapshot),
    result_left_out: snapshot.isResultLeftOut ? (true as const) : undefined, // JSON leaves it out then
    error: snapshot.error,
    errors: snapshot.errors,
    progress: snapshot.progress,
    attempt: snapshot.attempt,
    max_attempts: snapshot.maxAttempts,
    crashes: snapshot.crashes,
    priority: snapshot.priority,
    created_at: isoTime(snapshot.createdAt),
    run_at: isoTimeOrNull(snapshot.runAt),
    started_at: isoTimeOrNull(snapshot.startedAt),
    finished_at: isoTimeOrNull(snapshot.finishedAt),
    expires_at: isoTimeOrNull(snapshot.expiresAt),
    worker: snapshot.worker,
    tags: snapshot.tags,
    parent_id: snapshot.parentId,
    root_id: snapshot.rootId,
    replay_of: snapshot.replayOf,
    submitted_by: snapshot.submittedBy,
    revoke_reason: snapshot.revokeReason,
    revocations: snapshot.revocations.map(({ reason, at, retriedAt }) => ({
      reason,
      at: isoTime(at),
      retried_at: isoTime(retriedAt),
    })),
    cancel_requested_at: isoTimeOrNull(snapshot.cancelRequestedAt),
  };
}

/** What a task gave: its result, or the words of its error. */
export function shownResult({ status, result, error }: TaskSnapshot): unknown {
  return status === 'FAILURE' ? (error?.message ?? null) : result;
}
