import { UnrecoverableError } from 'bullmq';
import { UnknownTaskError } from '../queue/queue.errors.js';
import { type AttemptError, framesOf, writeStack } from '../queue/recorded-error.js';
import { UNRESOLVED_ATTEMPTS, UNRESOLVED_BACKOFF } from '../queue/retry-policy.js';
import { BACKOFF_TYPE, type TaskJob } from '../queue/task-job.js';
import { DiscardTask } from '../queue/task-outcome.js';
import { InvalidInputError } from '../validation/parse-dto.js';

const MAX_MESSAGE = 10_000;
const MAX_FRAMES = 20;

/** Which attempt failed, where and when. */
export type Circumstances = Omit<AttemptError, 'type' | 'message'>;

/**
 * The error as BullMQ is to record it: the message alone, and a stack that carries the attempt's whole record
 * (`recorded-error.ts`). A DiscardTask becomes BullMQ's own sign for "do not try again".
 */
export function recordable(error: unknown, circumstances: Circumstances): Error {
  const original = error instanceof DiscardTask && error.cause instanceof Error ? error.cause : error;
  const message = messageOf(error);
  const recorded = error instanceof DiscardTask ? new UnrecoverableError(message) : new Error(message);
  const record = { ...circumstances, type: typeOf(original), message };
  recorded.stack = writeStack(record, framesOf(original, MAX_FRAMES));
  return recorded;
}

/** Ends a job for good without an attempt's error: it was revoked. */
export function revocation(reason: string): Error {
  const recorded = new UnrecoverableError(reason);
  recorded.stack = '';
  return recorded;
}

/**
 * A name or a payload that this worker does not understand may be understood by a newer one: the job gets further
 * attempts, with waits between them, even where its task has one attempt only. In memory: the next attempt decides
 * again.
 */
export function allowForNewerWorkers(job: Pick<TaskJob, 'opts'>, error: unknown): void {
  if (!(error instanceof UnknownTaskError || error instanceof InvalidInputError)) return;
  const attempts = Math.max(job.opts.attempts ?? 1, UNRESOLVED_ATTEMPTS);
  Object.assign(job.opts, { attempts, backoff: { type: BACKOFF_TYPE }, retry: UNRESOLVED_BACKOFF });
}

/** True when BullMQ will run the job again after this failure: the same comparison as its own. */
export function willRetry(job: Pick<TaskJob, 'attemptsMade' | 'opts'>, recorded: Error): boolean {
  return !(recorded instanceof UnrecoverableError) && job.attemptsMade + 1 < (job.opts.attempts ?? 1);
}

/** The class of an error; a name is one word, whatever it was set to. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  const name = error.name !== 'Error' ? error.name : error.constructor.name;
  return /^[\w$]+$/.test(name) ? name : 'Error';
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}… (cut)`;
}
