import { fingerprintOf } from '../../core/task/error-fingerprint.js';
import { RESERVED_MESSAGES, finalFailure, isFinalFailure } from '../../core/bullmq/job-signals.js';
import { PayloadKeyError, UnknownTaskError } from '../../core/task/queue.errors.js';
import type { AttemptError } from '../../core/task/task-error.js';
import { writeStack } from '../../core/bullmq/recorded-error.js';
import { UNRESOLVED_ATTEMPTS, UNRESOLVED_BACKOFF } from '../../core/task/options/retry-policy.js';
import { BACKOFF_TYPE, type TaskJob } from '../../core/bullmq/task-job.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { type ErrorRecord, type Sign, errorRecord, wholeMessage } from './error-record.js';
import { type RetryRules, refusalOf } from './retry-rules.js';

/** Maximum stored length, in characters, of a message, and of the frames and causes below it. */
const MAX_MESSAGE = 1_000;
const MAX_STACK = 3_000;
const CAUSE_FRAMES = 5;

const NEEDS_ANOTHER_WORKER = [UnknownTaskError, InvalidInputError, PayloadKeyError] as const;

/** The failed attempt: its number, worker and times; and the task's name if its fingerprint is to be recorded. */
export type Circumstances = Omit<AttemptError, 'type' | 'message'> & { readonly task?: string };

/** The stored form of a failed attempt's error. */
export interface Recorded {
  /** Class name of the error, e.g. `RangeError`. */
  readonly type: string;
  readonly message: string;
  /** Type, message, frames and causes, for people. */
  readonly stack: string;
  /** For BullMQ: only the message, and a stack that contains the attempt's whole record (`recorded-error.ts`). */
  readonly error: Error;
}

/**
 * Converts an attempt's error to its stored form. BullMQ acts on classes, names and messages of errors, so it never
 * sees the error itself. A DiscardTask becomes a final failure, a RetryTask a LaterError.
 *
 * @param secrets redacted from all of it
 * @param refusal why it is not retried although attempts are left: becomes a part of the message
 */
export function recordable(
  error: unknown,
  circumstances: Circumstances,
  secrets = SecretTexts.none,
  refusal?: string,
): Recorded {
  const record = errorRecord(error);
  const original = originalOf(record);
  const type = typeOf(original, secrets);
  const own = storable(wholeMessage(record), type, secrets);
  const message = refusal === undefined ? own : `${own} [not retried: ${refusal}]`;
  const frames = storableFrames(original, original === record ? [] : headOf(original), secrets);
  const recorded = refusal === undefined ? errorFor(record.sign, message) : finalFailure(message);
  const { task, ...attempt } = circumstances;
  const fingerprint = task === undefined ? undefined : fingerprintOf(task, type, own).hash;
  recorded.stack = writeStack({ ...attempt, type, message }, frames, fingerprint);
  return { type, message, stack: [`${type}: ${message}`, ...frames].join('\n'), error: recorded };
}

/** A failed attempt with a minimum delay before the next one. */
export class LaterError extends Error {
  constructor(
    message: string,
    readonly afterMs: number,
  ) {
    super(message);
  }
}

/** A DiscardTask or a RetryTask only wraps the actual error, its cause. */
function originalOf(record: ErrorRecord): ErrorRecord {
  const { sign, cause } = record;
  const isSign = sign?.kind === 'discard' || sign?.kind === 'retry';
  return isSign && cause && (cause.frames.length > 0 || cause.name !== 'Error') ? cause : record;
}

function errorFor(sign: Sign | undefined, message: string): Error {
  if (sign?.kind === 'discard') return finalFailure(message);
  if (sign?.kind === 'retry' && typeof sign.wait === 'number') return new LaterError(message, sign.wait);
  return new Error(message);
}

/** The error that ends a revoked job for good. */
export function revocation(reason: string): Error {
  const recorded = finalFailure(unreserved(reason, 'Revoked'));
  recorded.stack = '';
  return recorded;
}

/**
 * Another worker may understand a name or a payload that this one cannot resolve or decrypt. The job gets further
 * attempts with delays, even if its task has only one. Changed in memory only: the next attempt decides again.
 */
export function allowForNewerWorkers(job: Pick<TaskJob, 'opts'>, error: unknown): void {
  if (!NEEDS_ANOTHER_WORKER.some((type) => error instanceof type)) return;
  const attempts = Math.max(job.opts.attempts ?? 1, UNRESOLVED_ATTEMPTS);
  Object.assign(job.opts, { attempts, backoff: { type: BACKOFF_TYPE }, retry: UNRESOLVED_BACKOFF });
}

/** True if BullMQ will retry the job after this failure, by the same comparison as its own. */
export function willRetry(job: Pick<TaskJob, 'attemptsMade' | 'opts'>, recorded: Error): boolean {
  return !isFinalFailure(recorded) && hasAttempts(job);
}

/** Why this failure is not retried although attempts are left; undefined if it is, or if none are. */
export function refusedRetry(
  job: Pick<TaskJob, 'attemptsMade' | 'opts'>,
  rules: RetryRules,
  error: unknown,
): string | undefined {
  const { sign } = errorRecord(error);
  return sign?.kind !== 'discard' && hasAttempts(job) ? refusalOf(rules, error) : undefined;
}

function hasAttempts({ attemptsMade, opts }: Pick<TaskJob, 'attemptsMade' | 'opts'>): boolean {
  return attemptsMade + 1 < (opts.attempts ?? 1);
}

/** The class name of an error; anything that is not a single word is replaced. */
function typeOf({ name }: ErrorRecord, secrets: SecretTexts): string {
  return /^[\w$]{1,100}$/.test(name) && !secrets.occursIn(name) ? name : 'Error';
}

function storable(whole: string, type: string, secrets: SecretTexts): string {
  return unreserved(cut(secrets.scrub(whole), MAX_MESSAGE), type);
}

function unreserved(message: string, type: string): string {
  return RESERVED_MESSAGES.includes(message) ? `${type}: ${message}` : message;
}

/** @param head lines above the frames */
function storableFrames(record: ErrorRecord, head: readonly string[], secrets: SecretTexts): string[] {
  const lines = secrets.scrub([...head, ...record.frames, ...causesOf(record)].join('\n')).split('\n');
  let room = MAX_STACK;
  return lines.filter((line) => line !== '' && (room -= line.length + 1) >= 0);
}

/** The frames of causes, and of the errors in an AggregateError. */
function causesOf({ cause, errors = [] }: ErrorRecord): string[] {
  return [...errors, ...(cause ? [cause] : [])].flatMap((inner) => [
    ...headOf(inner),
    ...inner.frames.slice(0, CAUSE_FRAMES),
    ...causesOf(inner),
  ]);
}

function headOf({ name, message }: ErrorRecord): string[] {
  const [line = ''] = message.split('\n');
  return [`Caused by: ${name}: ${cut(line, 300)}`];
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (cut)`;
}
