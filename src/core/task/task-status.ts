import { isoTime } from '../../platform/timing/iso-time.js';

/**
 * Celery's states of a submitted task:
 *
 *     PENDING ──> STARTED ──> SUCCESS
 *        │         │   ▲ ├──> FAILURE
 *        │         ▼   │ └──> REVOKED
 *        │         RETRY ───> REVOKED
 *        └──────────────────> REVOKED
 *
 * PENDING is waiting. RETRY has failed at least once (or lost its worker) and will run again. REVOKED was cancelled, or
 * not started before it expired. SUCCESS, FAILURE and REVOKED are final: a task in a final state never changes by
 * itself. A task requeued by a stopping worker is PENDING again.
 */
export const taskStatuses = ['PENDING', 'STARTED', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'] as const;

/** The state of a task, in the words of the API. */
export type TaskStatus = (typeof taskStatuses)[number];

/** The final states. */
export const finalStatuses = ['SUCCESS', 'FAILURE', 'REVOKED'] as const satisfies readonly TaskStatus[];

/** True for a state that a task never leaves by itself. */
export function isFinal(status: TaskStatus): boolean {
  return status === 'SUCCESS' || status === 'FAILURE' || status === 'REVOKED';
}

/** A former REVOKED state, undone by running the task again. Times are in ms since 1970. */
export interface PastRevocation {
  readonly reason: string;
  readonly at: number;
  readonly retriedAt: number;
}

/** A former REVOKED state in JSON. */
export function shownRevocation({ reason, at, retriedAt }: PastRevocation) {
  return { reason, at: isoTime(at), retried_at: isoTime(retriedAt) };
}
