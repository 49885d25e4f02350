import { isPlain } from '../../../platform/validation/free-json.js';
import { own } from './own-field.js';
import type { PythonError } from './result-meta.js';
import type { UnreadableMessageError } from './task-message.js';

/**
 * Builtin exceptions that a task of ours may raise in Python. The list is fixed: a client looks a name up in its own
 * modules, and `SystemExit` would end it.
 */
const BUILTINS: ReadonlySet<string> = new Set([
  ...[
    'ZeroDivisionError',
    'ValueError',
    'TypeError',
    'KeyError',
    'IndexError',
    'LookupError',
    'RuntimeError',
  ],
  ...['TimeoutError', 'PermissionError', 'FileNotFoundError', 'ConnectionError', 'NotImplementedError'],
  ...['OverflowError', 'AssertionError'],
]);
/** The message of the error with which an attempt ends that exceeds its time limit. */
const TIME_LIMIT = /^The attempt exceeded its time limit of (\d+) ms$/;
const NAME = /^[A-Za-z_]\w{0,99}$/;
/** Limits on what is kept of an error of Python. */
const MAX_ARGS = 100;
const MAX_NAME = 255;

/**
 * Converts an error of a task of ours to the exception that Celery's client raises: a builtin one of the same name, else
 * one of the made-up module `celeriac.errors`.
 *
 * @param limit whether the caller gave a soft time limit, for a task that exceeded one
 */
export function pythonErrorOf(
  { type, message }: { readonly type: string; readonly message: string },
  limit: 'soft' | 'hard' = 'hard',
): PythonError {
  const [, limitMs] = (type === 'TimeoutError' ? TIME_LIMIT.exec(message) : null) ?? [];
  if (limitMs !== undefined) return timeLimitError(limit, Number(limitMs));
  if (BUILTINS.has(type)) return { type, module: 'builtins', args: [message] };
  return { type: NAME.test(type) ? type : 'Error', module: 'celeriac.errors', args: [message] };
}

export function builtinError(
  type: 'TypeError' | 'ValueError' | 'RuntimeError',
  message: string,
): PythonError {
  return { type, module: 'builtins', args: [message] };
}

/** No task has the name, or none that Celery may call. */
export function notRegistered(task: string): PythonError {
  return { type: 'NotRegistered', module: 'celery.exceptions', args: [task] };
}

export function revokedError(reason: 'revoked' | 'terminated' | 'expired'): PythonError {
  return { type: 'TaskRevokedError', module: 'celery.exceptions', args: [reason] };
}

export function timeLimitError(limit: 'soft' | 'hard', limitMs: number): PythonError {
  const type = limit === 'soft' ? 'SoftTimeLimitExceeded' : 'TimeLimitExceeded';
  return { type, module: 'billiard.exceptions', args: [limitMs / 1_000] };
}

/** The result of a task cannot be sent to Python. */
export function encodeError(message: string): PythonError {
  return { type: 'EncodeError', module: 'kombu.exceptions', args: [message] };
}

export function chordError(message: string): PythonError {
  return { type: 'ChordError', module: 'celery.exceptions', args: [message] };
}

/** The exception that the sender of an unreadable message gets. */
export function unreadableError({ python, message }: UnreadableMessageError): PythonError {
  return { ...python, args: [message] };
}

/** An error as Celery stores it. */
export function errorJson({ type, module, args }: PythonError): Record<string, unknown> {
  return { exc_type: type, exc_message: args, exc_module: module };
}

/** Reads an error that Python stored; one that cannot be read becomes an Exception. */
export function readErrorJson(value: unknown): PythonError {
  const [type, module, message] = ['exc_type', 'exc_module', 'exc_message'].map((name) => own(value, name));
  if (!isPlain(value) || typeof type !== 'string')
    return { type: 'Exception', module: 'builtins', args: value === null ? [] : [value] };
  const args: readonly unknown[] = Array.isArray(message) ? message : [message ?? ''];
  return {
    type: type.slice(0, MAX_NAME),
    module: typeof module === 'string' ? module.slice(0, MAX_NAME) : '',
    args: args.slice(0, MAX_ARGS),
  };
}
