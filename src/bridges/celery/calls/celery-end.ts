import type { TaskSnapshot } from '../../../core/index.js';
import { redactText } from '../../../platform/redaction/redact-text.js';
import type { CeleryCall } from './celery-call.js';
import { encodeError, pythonErrorOf, revokedError } from '../protocol/python-error.js';
import type { PythonError } from '../protocol/result-meta.js';
import { specialFormIn } from '../protocol/special-values.js';
import { wasRunning } from './task-changes.js';

/** The end of a task, as it is told to Celery. */
export type CeleryEnd = {
  /** ms since 1970 */
  readonly endedAt: number;
  /** The name of the worker that ran it; null or undefined if none did. */
  readonly worker?: string | null;
  /** Number of attempts before the last one, those that the caller had made included. Default: that of the call. */
  readonly retries?: number;
} & (
  | { readonly state: 'SUCCESS'; readonly value: unknown; readonly error: null; readonly traceback: null }
  | {
      readonly state: 'FAILURE' | 'REVOKED';
      readonly error: PythonError;
      readonly traceback: string | null;
    }
);

/** With this the worker says after an error's own message why its task is not retried (worker/attempt/failure.ts). */
const REFUSAL = ' [not retried: ';

type EndedCall = Pick<CeleryCall, 'retries' | 'softLimitMs'>;

/**
 * The end of a task of ours in Celery's terms. A result that Python cannot read, or that is too large for a message, is
 * a failure there.
 *
 * @param task a final one
 */
export function celeryEndOf(task: TaskSnapshot, call: EndedCall, maxResultBytes: number): CeleryEnd {
  const facts = {
    endedAt: task.finishedAt ?? Date.now(),
    worker: task.worker,
    retries: call.retries + Math.max(task.attempt - 1, 0),
  };
  if (task.status === 'REVOKED') return { ...facts, ...revocationOf(task) };
  if (task.status === 'FAILURE') return { ...facts, ...failureOf(task, call) };
  const value = task.result ?? null; // undefined is None
  const fault = faultOfResult(value, maxResultBytes);
  if (fault === undefined) return { ...facts, state: 'SUCCESS', value, error: null, traceback: null };
  const error = encodeError(fault);
  return { ...facts, state: 'FAILURE', error, traceback: `EncodeError: ${fault}` };
}

function revocationOf(task: TaskSnapshot) {
  const reason = task.revokeReason === 'expired' ? 'expired' : wasRunning(task) ? 'terminated' : 'revoked';
  return { state: 'REVOKED', error: revokedError(reason), traceback: null } as const;
}

function failureOf({ error, errorStack }: TaskSnapshot, { softLimitMs }: EndedCall) {
  const { type, message } = error ?? { type: 'Error', message: 'The task failed' };
  return {
    state: 'FAILURE',
    error: pythonErrorOf(
      { type, message: redactText(ownMessage(message)) },
      softLimitMs === null ? 'hard' : 'soft',
    ),
    traceback: tracebackOf({ type, message }, errorStack),
  } as const;
}

/** Callers in Python compare the message with their own. */
function ownMessage(message: string): string {
  const at = message.lastIndexOf(REFUSAL);
  return at > 0 && message.endsWith(']') ? message.slice(0, at) : message;
}

/** The stack of an error. Without one its type and message: Python expects a text. */
export function tracebackOf(
  { type, message }: { readonly type: string; readonly message: string },
  stack: string | null,
): string {
  return redactText(stack ?? `${type}: ${message}`);
}

/** @returns a sentence, or undefined for a result that Python can read */
function faultOfResult(value: unknown, maxBytes: number): string | undefined {
  const path = specialFormIn(value);
  if (path !== undefined)
    return `The result has an object with __type__ and __value__ only${at(path)}, which Celery would take for another value`;
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= maxBytes) return undefined;
  return `The result has ${bytes} bytes of JSON, but CELERY_MAX_MESSAGE_BYTES is ${maxBytes}`;
}

function at(path: readonly string[]): string {
  return path.length === 0 ? '' : ` at ${path.join('.').slice(0, 200)}`;
}
