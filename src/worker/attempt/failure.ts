import { RATE_LIMIT_ERROR, UnrecoverableError } from 'bullmq';
import { fingerprintOf } from '../../core/read/error-fingerprint.js';
import { STALLED_TOO_OFTEN } from '../../core/bullmq/layout.js';
import { PayloadKeyError, UnknownTaskError } from '../../core/task/queue.errors.js';
import type { AttemptError } from '../../core/task/task-error.js';
import { writeStack } from '../../core/bullmq/recorded-error.js';
import { UNRESOLVED_ATTEMPTS, UNRESOLVED_BACKOFF } from '../../core/task/retry-policy.js';
import { BACKOFF_TYPE, type TaskJob } from '../../core/bullmq/task-job.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { InvalidInputError } from '../../platform/validation/parse-dto.js';
import { type ErrorRecord, type Sign, errorRecord, wholeMessage } from './error-record.js';

/** Characters that are stored of a message, and of the frames and causes below it. */
const MAX_MESSAGE = 1_000;
const MAX_STACK = 3_000;
const CAUSE_FRAMES = 5;

const NEEDS_ANOTHER_WORKER = [UnknownTaskError, InvalidInputError, PayloadKeyError] as const;

/** Messages by which BullMQ, and our own readers, tell what is to be done with a job. A task may throw them too. */
const RESERVED: readonly string[] = [RATE_LIMIT_ERROR, STALLED_TOO_OFTEN];

/** Which attempt failed, where and when; of which task, by its name, where its fingerprint is to be recorded. */
export type Circumstances = Omit<AttemptError, 'type' | 'message'> & { readonly task?: string };

/** What is recorded of a failed attempt. */
export interface Recorded {
  /** The class of the error, e.g. `RangeError`. */
  readonly type: string;
  readonly message: string;
  /** Type, message, frames and causes, for people. */
  readonly stack: string;
  /** For BullMQ: the message alone, and a stack that carries the attempt's whole record (`recorded-error.ts`). */
  readonly error: Error;
}

/**
 * What a failed attempt threw, as it is to be recorded. BullMQ acts upon classes, names and messages of errors: it never
 * sees the error itself. A DiscardTask becomes BullMQ's own sign for "do not try again", a RetryTask a LaterError.
 *
 * @param secrets taken out of all of it
 */
export function recordable(
  error: unknown,
  circumstances: Circumstances,
  secrets = SecretTexts.none,
): Recorded {
  const record = errorRecord(error);
  const original = originalOf(record);
  const type = typeOf(original, secrets);
  const message = storable(wholeMessage(record), type, secrets);
  const frames = storableFrames(original, original === record ? [] : headOf(original), secrets);
  const recorded = errorFor(record.sign, message);
  const { task, ...attempt } = circumstances;
  const fingerprint = task === undefined ? undefined : fingerprintOf(task, type, message).hash;
  recorded.stack = writeStack({ ...attempt, type, message }, frames, fingerprint);
  return { type, message, stack: [`${type}: ${message}`, ...frames].join('\n'), error: recorded };
}

/** An attempt that failed, and after which the next one is to wait so long at least. */
export class LaterError extends Error {
  constructor(
    message: string,
    readonly afterMs: number,
  ) {
    super(message);
  }
}

/** A DiscardTask and a RetryTask are signs: what they are about is their cause. */
function originalOf(record: ErrorRecord): ErrorRecord {
  const { sign, cause } = record;
  const isSign = sign?.kind === 'discard' || sign?.kind === 'retry';
  return isSign && cause && (cause.frames.length > 0 || cause.name !== 'Error') ? cause : record;
}

function errorFor(sign: Sign | undefined, message: string): Error {
  if (sign?.kind === 'discard') return new UnrecoverableError(message);
  if (sign?.kind === 'retry' && typeof sign.wait === 'number') return new LaterError(message, sign.wait);
  return new Error(message);
}

/** Ends a job for good without an attempt's error: it was revoked. */
export function revocation(reason: string): Error {
  const recorded = new UnrecoverableError(unreserved(reason, 'Revoked'));
  recorded.stack = '';
  return recorded;
}

/**
 * A name or a payload that this worker does not understand, or cannot decrypt, may be understood by another one: the job gets further
 * attempts, with waits between them, even where its task has one attempt only. In memory: the next attempt decides
 * again.
 */
export function allowForNewerWorkers(job: Pick<TaskJob, 'opts'>, error: unknown): void {
  if (!NEEDS_ANOTHER_WORKER.some((type) => error instanceof type)) return;
  const attempts = Math.max(job.opts.attempts ?? 1, UNRESOLVED_ATTEMPTS);
  Object.assign(job.opts, { attempts, backoff: { type: BACKOFF_TYPE }, retry: UNRESOLVED_BACKOFF });
}

/** True when BullMQ will run the job again after this failure: the same comparison as its own. */
export function willRetry(job: Pick<TaskJob, 'attemptsMade' | 'opts'>, recorded: Error): boolean {
  return !(recorded instanceof UnrecoverableError) && job.attemptsMade + 1 < (job.opts.attempts ?? 1);
}

/** The class of an error; a name is one word, whatever it was set to. */
function typeOf({ name }: ErrorRecord, secrets: SecretTexts): string {
  return /^[\w$]{1,100}$/.test(name) && !secrets.occursIn(name) ? name : 'Error';
}

function storable(whole: string, type: string, secrets: SecretTexts): string {
  return unreserved(cut(secrets.scrub(whole), MAX_MESSAGE), type);
}

function unreserved(message: string, type: string): string {
  return RESERVED.includes(message) ? `${type}: ${message}` : message;
}

/** @param head what stands above them */
function storableFrames(record: ErrorRecord, head: readonly string[], secrets: SecretTexts): string[] {
  const lines = secrets.scrub([...head, ...record.frames, ...causesOf(record)].join('\n')).split('\n');
  let room = MAX_STACK;
  return lines.filter((line) => line !== '' && (room -= line.length + 1) >= 0);
}

/** Those that the frames of one error do not show: what caused it, and what an AggregateError is made of. */
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
