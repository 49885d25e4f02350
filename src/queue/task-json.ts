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
    created_at: new Date(snapshot.createdAt).toISOString(),
    run_at: timeOrNull(snapshot.runAt),
    started_at: timeOrNull(snapshot.startedAt),
    finished_at: timeOrNull(snapshot.finishedAt),
    expires_at: timeOrNull(snapshot.expiresAt),
    worker: snapshot.worker,
    tags: snapshot.tags,
    parent_id: snapshot.parentId,
    root_id: snapshot.rootId,
    replay_of: snapshot.replayOf,
    submitted_by: snapshot.submittedBy,
    revoke_reason: snapshot.revokeReason,
    cancel_requested_at: timeOrNull(snapshot.cancelRequestedAt),
  };
}

/** What a task gave: its result, or the words of its error. */
export function shownResult({ status, result, error }: TaskSnapshot): unknown {
  return status === 'FAILURE' ? (error?.message ?? null) : result;
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
