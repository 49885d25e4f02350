import type { TaskMessage } from '../protocol/task-message.js';

/**
 * The facts that the bridge keeps with a task from Celery, as the `data` of its bridge mark: all that the end needs to
 * know. A stored record: fields are added, never changed.
 */
export type CeleryCall = Pick<
  TaskMessage,
  | 'id'
  | 'task'
  | 'rootId'
  | 'parentId'
  | 'group'
  | 'groupIndex'
  | 'retries'
  | 'ignoreResult'
  | 'replyTo'
  | 'priority'
  | 'etaAt'
  | 'expiresAt'
  | 'softLimitMs'
  | 'hardLimitMs'
  | 'embed'
  | 'stamps'
> & {
  /** The queue of Celery from which it came. */
  readonly queue: string;
  /** Its arguments as Python shows them, at most 1,024 characters each; without secrets. */
  readonly argsRepr: string;
  readonly kwargsRepr: string;
  /** Its arguments, for `inspect active`; null if they are too large to keep, or have secrets. */
  readonly args: readonly unknown[] | null;
  readonly kwargs: Readonly<Record<string, unknown>> | null;
};
