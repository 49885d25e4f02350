import { UnrecoverableError } from 'bullmq';
import { fingerprintOf } from '../queue/error-fingerprint.js';
import { PayloadKeyError, UnknownTaskError } from '../queue/queue.errors.js';
import { type AttemptError, framesOf, writeStack } from '../queue/recorded-error.js';
import { UNRESOLVED_ATTEMPTS, UNRESOLVED_BACKOFF } from '../queue/retry-policy.js';
import { BACKOFF_TYPE, type TaskJob } from '../queue/task-job.js';
import { DiscardTask, RetryTask } from '../queue/task-outcome.js';
import { SecretTexts } from '../redaction/secret-texts.js';
import { InvalidInputError } from '../validation/parse-dto.js';

const MAX_MESSAGE = 10_000;
const MAX_FRAMES = 20;

const NEEDS_ANOTHER_WORKER = [UnknownTaskError, InvalidInputError, PayloadKeyError] as const;

/** Which attempt failed, where and when; of which task, by its name, where its fingerprint is to be recorded. */
export type Circumstances = Omit<AttemptError, 'type' | 'message'> & { readonly task?: string };

/**
 * The error as BullMQ is to record it: the message alone, and a stack that carries the attempt's whole record
 * (`recorded-error.ts`). A DiscardTask becomes BullMQ's own sign for "do not try again", a RetryTask a LaterError.
 *
 * @param secrets taken out of all of it
 */
export function recordable(error: unknown, circumstances: Circumstances, secrets = SecretTexts.none): Error {
  const isSign = error instanceof DiscardTask || error instanceof RetryTask;
  const original = isSign && error.cause instanceof Error ? error.cause : error;
  const message = messageOf(error, secrets);
  const recorded = signFor(error, message);
  const { task, ...attempt } = circumstances;
  const record = { ...attempt, type: typeOf(original, secrets), message };
  const frames = framesOf(original, MAX_FRAMES).map((frame) => secrets.scrub(frame));
  const fingerprint = task === undefined ? undefined : fingerprintOf(task, record.type, message).hash;
  recorded.stack = writeStack(record, frames, fingerprint);
  return recorded;
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

function signFor(error: unknown, message: string): Error {
  if (error instanceof DiscardTask) return new UnrecoverableError(message);
  if (error instanceof RetryTask) return new LaterError(message, error.afterMs);
  return new Error(message);
}

/** Ends a job for good without an attempt's error: it was revoked. */
export function revocation(reason: string): Error {
  const recorded = new UnrecoverableError(reason);
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
function typeOf(error: unknown, secrets: SecretTexts): string {
  if (!(error instanceof Error)) return 'Error';
  const name = error.name !== 'Error' ? error.name : error.constructor.name;
  return /^[\w$]+$/.test(name) && !secrets.occursIn(name) ? name : 'Error';
}

function messageOf(error: unknown, secrets: SecretTexts): string {
  const message = secrets.scrub(error instanceof Error ? error.message : String(error));
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}… (cut)`;
}
