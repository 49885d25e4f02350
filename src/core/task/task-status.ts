/**
 * Celery's words for where a submitted task is:
 *
 *     PENDING ──> STARTED ──> SUCCESS
 *        │         │   ▲ ├──> FAILURE
 *        │         ▼   │ └──> REVOKED
 *        │         RETRY ───> REVOKED
 *        └──────────────────> REVOKED
 *
 * PENDING waits; RETRY failed at least once (or lost its worker) and will run again; REVOKED was cancelled, or not
 * started before it expired. SUCCESS, FAILURE and REVOKED are final: a task in a final state never changes by
 * itself. A task that a stopping worker gave back is PENDING again.
 */
export const taskStatuses = ['PENDING', 'STARTED', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'] as const;

export type TaskStatus = (typeof taskStatuses)[number];

export function isFinal(status: TaskStatus): boolean {
  return status === 'SUCCESS' || status === 'FAILURE' || status === 'REVOKED';
}

/** An end as REVOKED that somebody has undone by running the task again. Times are in ms since 1970. */
export interface PastRevocation {
  readonly reason: string;
  readonly at: number;
  readonly retriedAt: number;
}
