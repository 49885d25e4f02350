import { NamedError } from '../../../platform/errors/named-error.js';
import { cutText, own } from '../protocol/own-field.js';
import { pythonReprOfError } from '../protocol/python-repr.js';
import type { PythonError } from '../protocol/result-meta.js';

const MAX_MESSAGE = 10_000;
const MAX_FRAMES = 50;
/** `  File "/app/tasks.py", line 7, in resize` */
const FRAME = /^ {2}File "([^"\n]{1,500})", line (\d{1,9}), in ([^\n]{1,200})$/gm;

/** The exception with which a task ended in Python. */
export class RemoteTaskError extends NamedError {
  /** The class of the exception: `ValueError`, `NotRegistered`. */
  readonly type: string;
  /** The module of that class: `builtins`, `celery.exceptions`. */
  readonly module: string;
  readonly args: readonly unknown[];

  /** @param traceback as Python wrote it */
  constructor(
    readonly task: string,
    { type, module, args }: PythonError,
    readonly traceback: string | null,
  ) {
    super(`${task} raised ${messageOf({ type, args })}`);
    this.type = type;
    this.module = module;
    this.args = args;
    if (traceback !== null) this.stack = [`${this.name}: ${this.message}`, ...framesIn(traceback)].join('\n');
  }
}

/** The task was revoked in Celery, or has expired there. */
export class RemoteRevokedError extends NamedError {
  /** @param reason Celery's word: `revoked`, `terminated`, `expired` */
  constructor(
    readonly task: string,
    readonly reason: string,
  ) {
    super(`${task} was not carried out: ${reason}`);
  }
}

/** No result has come in time. The task may still run: give it `expiresAt` or a time limit, or cancel it. */
export class RemoteTimeoutError extends NamedError {
  constructor(
    readonly task: string,
    readonly timeoutMs: number,
  ) {
    super(`${task} has no result after ${timeoutMs} ms`);
  }
}

/** The result of a task in Python is not of the declared class. */
export class RemoteResultError extends NamedError {}

/** `ValueError: bad width`, as Python prints it; its `repr` if the arguments are no single text. */
function messageOf({ type, args }: Pick<PythonError, 'type' | 'args'>): string {
  const [only] = args;
  if (args.length === 0) return type;
  if (args.length > 1 || typeof only !== 'string') return pythonReprOfError({ type, args }, MAX_MESSAGE);
  return cutText(`${type}: ${only}`, MAX_MESSAGE) ?? type;
}

/** The frames of a traceback as those of a stack here: the innermost first. */
function framesIn(traceback: string): string[] {
  const frames = [...traceback.matchAll(FRAME)].map(
    ([, file, line, name]) => `    at ${name} (${file}:${line})`,
  );
  return frames.slice(-MAX_FRAMES).reverse();
}

/** The reason in a TaskRevokedError. */
export function reasonOf(error: unknown): string {
  const args = own(error, 'args');
  return cutText(Array.isArray(args) ? args[0] : undefined, MAX_MESSAGE) ?? 'revoked';
}
