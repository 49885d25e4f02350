import type { RegisteredTask } from '../../../core/index.js';
import type { Taken } from '../broker/celery-broker.js';
import type { CeleryCall } from '../calls/celery-call.js';
import type { PythonError } from '../protocol/result-meta.js';
import type { UnreadableMessageError } from '../protocol/task-message.js';
import type { BoundTask } from './bind-arguments.js';

/** Why a message becomes no task, as a word for metrics. */
export type RefusalReason =
  UnreadableMessageError['reason'] | 'unknown_task' | 'arguments' | 'payload' | 'options' | 'internal';

/** A message that becomes no task. */
export interface Refusal {
  readonly taken: Taken;
  /** Null for a message without a readable id: nobody can be told. */
  readonly call: CeleryCall | null;
  readonly reason: RefusalReason;
  /** The exception that the sender gets. */
  readonly error: PythonError;
  /** One sentence for people. */
  readonly message: string;
  /** True if the message may hold secrets: then its body is not kept. */
  readonly hasSecrets: boolean;
}

/** A task that Celery may call. */
export interface CalledTask extends BoundTask {
  readonly registered: RegisteredTask;
}

/** A message that is the call of a task. */
export interface Incoming {
  readonly taken: Taken;
  readonly call: CeleryCall;
  readonly task: CalledTask;
  readonly payload: object;
}

/** True for a message that becomes no task. */
export function isRefusal(read: Incoming | Refusal): read is Refusal {
  return 'reason' in read;
}
