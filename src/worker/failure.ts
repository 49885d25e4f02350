import { UnrecoverableError } from 'bullmq';
import { UnknownTaskError } from '../queue/queue.errors.js';
import { UNRESOLVED_ATTEMPTS, UNRESOLVED_BACKOFF } from '../queue/retry-policy.js';
import { BACKOFF_TYPE, type TaskJob } from '../queue/task-job.js';
import { DiscardTask } from '../queue/task-outcome.js';
import { InvalidInputError } from '../validation/parse-dto.js';

const MAX_MESSAGE = 10_000;

/**
 * The error as BullMQ is to record it: the message alone, and a stack that begins with `Type: message`, from which a
 * snapshot reads the type. A DiscardTask becomes BullMQ's own sign for "do not try again".
 */
export function recordable(error: unknown): Error {
  const original = error instanceof DiscardTask && error.cause instanceof Error ? error.cause : error;
  const message = messageOf(error);
  const recorded = error instanceof DiscardTask ? new UnrecoverableError(message) : new Error(message);
  recorded.stack = [`${typeOf(original)}: ${message}`, ...framesOf(original)].join('\n');
  return recorded;
}

/**
 * A name or a payload that this worker does not understand may be understood by a newer one: the job gets further
 * attempts, with waits between them, even where its task has one attempt only. In memory: the next attempt decides
 * again.
 */
export function allowForNewerWorkers(job: TaskJob, error: unknown): void {
  if (!(error instanceof UnknownTaskError || error instanceof InvalidInputError)) return;
  const attempts = Math.max(job.opts.attempts ?? 1, UNRESOLVED_ATTEMPTS);
  Object.assign(job.opts, { attempts, backoff: { type: BACKOFF_TYPE }, retry: UNRESOLVED_BACKOFF });
}

/** True when BullMQ will run the job again after this failure: the same comparison as its own. */
export function willRetry(job: TaskJob, recorded: Error): boolean {
  return !(recorded instanceof UnrecoverableError) && job.attemptsMade + 1 < (job.opts.attempts ?? 1);
}

function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return error.name !== 'Error' ? error.name : error.constructor.name;
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}… (cut)`;
}

function framesOf(error: unknown): string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => line.startsWith('    at ')).slice(0, 20);
}
