import type { AttemptError, TaskError } from '../task/task-error.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';
import type { Transition } from '../history/task-history.js';

/**
 * The changes of a task's state, oldest first, as far as its record tells: an attempt that was lost with its worker, or
 * requeued by a stopping one, leaves no times.
 */
export function transitionsIn(task: TaskSnapshot): Transition[] {
  const submitted: Transition = {
    ...{ at: task.createdAt, status: 'PENDING', attempt: 0 },
    ...{ actor: task.submittedBy, reason: null },
  };
  const all = [
    submitted,
    ...failedAttempts(task),
    ...pastRevocations(task),
    ...lastStart(task),
    ...end(task),
  ];
  const known = all.filter(({ at }) => Number.isFinite(at)); // another program can have written any text as a time
  return known.sort((a, b) => a.at - b.at); // stable: changes within a millisecond stay in this order
}

/** The last of a FAILURE is its end. */
function failedAttempts({ errors, status, error }: TaskSnapshot): Transition[] {
  const retried = status === 'FAILURE' && isSame(errors.at(-1), error) ? errors.slice(0, -1) : errors;
  return errors.flatMap((failed) => {
    const { attempt, worker: actor } = failed;
    const started = {
      at: Date.parse(failed.started_at),
      status: 'STARTED',
      attempt,
      actor,
      reason: null,
    } as const;
    const at = Date.parse(failed.ended_at);
    const ended = { at, status: 'RETRY', attempt, actor, reason: reasonOf(failed) } as const;
    return retried.includes(failed) ? [started, ended] : [started];
  });
}

function pastRevocations({ revocations, attempt }: TaskSnapshot): Transition[] {
  const actor = null;
  return revocations.flatMap(({ at, reason, retriedAt }): Transition[] => [
    { at, status: 'REVOKED', attempt, actor, reason },
    { at: retriedAt, status: 'PENDING', attempt, actor, reason: 'retried' },
  ]);
}

/** The start of the last attempt, unless that has failed: then it is among the failed ones. */
function lastStart({ startedAt, attempt, worker, errors }: TaskSnapshot): Transition[] {
  const lastFailure = Date.parse(errors.at(-1)?.ended_at ?? '');
  if (startedAt === null || lastFailure >= startedAt) return [];
  return [{ at: startedAt, status: 'STARTED', attempt, actor: worker, reason: null }];
}

function end({ status, finishedAt, attempt, worker, error, revokeReason }: TaskSnapshot): Transition[] {
  if (!isFinal(status) || finishedAt === null) return [];
  const reason = error === null ? revokeReason : reasonOf(error);
  const actor = status === 'REVOKED' ? null : worker;
  return [{ at: finishedAt, status, attempt, actor, reason }];
}

function isSame(failed: AttemptError | undefined, error: TaskError | null): boolean {
  return failed?.message === error?.message;
}

function reasonOf({ type, message }: TaskError): string {
  return `${type}: ${message}`;
}
