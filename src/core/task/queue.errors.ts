import { NamedError } from '../../platform/errors/named-error.js';
import type { QueueName } from './queue-name.js';
import type { TaskStatus } from './task-status.js';

/** No submitted task has this id: it never existed, or its retention is over. */
export class TaskNotFoundError extends NamedError {
  constructor(readonly id: string) {
    super(
      `Task ${JSON.stringify(id.slice(0, 100))} not found: it was never submitted, or its result has expired.`,
    );
  }
}

/** For optional tasks: `await store.find(id).catch(undefinedIfNotFound)`. */
export function undefinedIfNotFound(error: unknown): undefined {
  if (error instanceof TaskNotFoundError) return undefined;
  throw error;
}

/** No worker has this id: it never existed, was shut down, or was lost for more than a day. */
export class WorkerNotFoundError extends NamedError {
  constructor(readonly id: string) {
    super(`Worker ${JSON.stringify(id.slice(0, 100))} not found. GET /workers lists them.`);
  }
}

/** No queue has this name. */
export class QueueNotFoundError extends NamedError {
  constructor(queue: string, known: readonly string[]) {
    super(`Queue ${JSON.stringify(queue.slice(0, 100))} not found. Known queues: ${known.join(', ')}.`);
  }
}

/** No task of this codebase has this name. */
export class UnknownTaskError extends NamedError {
  constructor(
    readonly task: string,
    readonly known: readonly string[],
  ) {
    super(`No task is named ${JSON.stringify(task.slice(0, 100))}. Known tasks: ${known.join(', ')}.`);
  }
}

/** The modules are wired incorrectly. The process does not start, and the message says how to fix it. */
export class WiringError extends NamedError {}

/** The task's state does not allow the action. */
export class StateConflictError extends NamedError {
  /** @param wanted the action and where it is possible, e.g. `Only a FAILURE can be retried` */
  constructor(
    readonly id: string,
    readonly status: TaskStatus,
    wanted: string,
  ) {
    super(`${wanted}; the task is ${status}.`);
  }
}

/** Only the history still has the task, and the broker can do nothing with it any more. */
export class TaskArchivedError extends NamedError {
  /** @param done what cannot be done any more: `cancelled` */
  constructor(
    readonly id: string,
    readonly status: TaskStatus,
    done: string,
  ) {
    super(
      `The task is archived: it ended as ${status} and can no longer be ${done}. To run it again as a new task, use ` +
        `POST /tasks/${id}/replay.`,
    );
  }
}

/** A task cannot be submitted with this `webhookUrl`. */
export class WebhookRefusedError extends NamedError {}

/** A submit from code has an invalid option. Nothing was stored. */
export class InvalidOptionError extends NamedError {
  /**
   * @param fault names the option: `delayMs must be …, but is NaN`
   * @param index of the task among many, from 0
   */
  constructor(
    readonly fault: string,
    readonly index?: number,
  ) {
    super(index === undefined ? `${fault}.` : `The task at index ${index}: ${fault}.`);
  }
}

/** The payload's JSON exceeds MAX_PAYLOAD_BYTES. */
export class PayloadTooLargeError extends NamedError {
  constructor(
    readonly bytes: number,
    readonly limitBytes: number,
  ) {
    super(`The payload has ${bytes} bytes as JSON; the maximum is ${limitBytes} (MAX_PAYLOAD_BYTES).`);
  }
}

/**
 * The payload is encrypted with a key that this process does not have. Another process may have it, so the task is
 * retried.
 */
export class PayloadKeyError extends NamedError {
  /** @param keyId as in the payload; undefined if this process has no key at all */
  constructor(
    readonly task: string,
    readonly keyId?: string,
  ) {
    const which = keyId === undefined ? 'a key, and PAYLOAD_KEYS is not set' : `the key ${keyId}`;
    super(
      `The payload of ${task} is encrypted with ` +
        `${which}${keyId === undefined ? '' : ', which is not among PAYLOAD_KEYS'}: put the key back, after the first ` +
        'one, until no task needs it any more.',
    );
  }
}

/** An encrypted field of a payload was changed in the broker. The task is not run. */
export class BrokenPayloadError extends NamedError {
  constructor(
    readonly task: string,
    readonly path: string,
  ) {
    super(`${path} in the payload of ${task} was modified in the broker after the submit.`);
  }
}

/** The queue accepts no new tasks until some are done. Nothing was stored. */
export class QueueFullError extends NamedError {
  /** @param limit MAX_QUEUE_LENGTH, if that is the reason */
  constructor(
    readonly queue: QueueName,
    readonly limit: number,
    why = `${limit} tasks wait in the queue ${queue}, its maximum (MAX_QUEUE_LENGTH). Try again when some are done.`,
  ) {
    super(why);
  }
}

/** An operator has closed the queue: it accepts no new tasks, while its workers continue. Nothing was stored. */
export class QueueClosedError extends QueueFullError {
  constructor(queue: QueueName, by: string, reason: string | null) {
    const why = reason === null ? '' : ` (${reason})`;
    super(
      queue,
      0,
      `The queue ${queue} was closed by ${by}${why}. It accepts no new tasks until it is opened.`,
    );
  }
}

/** The broker's memory is so full that no queue accepts new tasks until some are done and removed. */
export class BrokerFullError extends QueueFullError {
  constructor(queue: QueueName, usedBytes: number, maxBytes: number, limitPercent: number) {
    const mib = (bytes: number) => Math.round(bytes / 1_048_576);
    super(
      queue,
      maxBytes,
      `The broker uses ${mib(usedBytes)} of its ${mib(maxBytes)} MiB: queues accept no tasks above ${limitPercent} % ` +
        '(MAX_MEMORY_PERCENT). Workers continue and free memory.',
    );
  }
}
