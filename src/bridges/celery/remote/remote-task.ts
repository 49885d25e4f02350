import { Inject } from '@nestjs/common';
import {
  Task,
  type FollowUp,
  type TaskClass,
  type TaskContext,
  type TaskOptions,
} from '../../../core/index.js';
import { RemoteRuns } from './remote-runs.js';
import { REMOTE_QUEUE } from './remote-queue.js';
import { remoteDefinitionOf, setRemoteDefinition } from './remote-definition.js';

/** Options of a task that runs in Python. Those of @Task have the same meaning and defaults. */
export interface RemoteTaskOptions<P extends object> extends Omit<
  TaskOptions<P>,
  'queue' | 'isolation' | 'celery' | 'timeoutMs'
> {
  /** Celery's name of the task. Default: the name. */
  readonly task?: string;
  /** Celery's queue from which a Python worker takes it. */
  readonly queue: string;
  /** The payload fields that become positional arguments, in order. Default: none, all are keyword arguments. */
  readonly args?: readonly (keyof P & string)[];
  /**
   * Fields whose keyword arguments have another name: `{ user_id: 'userId' }`. Any other field becomes the argument of its
   * own name.
   */
  readonly kwargs?: Readonly<Record<string, keyof P & string>>;
  /**
   * Time limit of one attempt, which holds in Python, too. Default: an hour, because a worker in Python that dies sends no
   * result.
   */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 3_600_000;

/**
 * Declares a task that a Python worker of Celery executes. To all others it is a task of ours: submitted, scheduled,
 * a step of a workflow. Its attempt sends the message and waits for the result.
 *
 * ```ts
 * @RemoteTask({ name: 'images.resize', task: 'proj.tasks.resize', queue: 'images', payload: ResizePayload, result: Resized })
 * export class ResizeTask extends RemoteTaskHandler<ResizePayload, Resized> {}
 * ```
 */
export function RemoteTask<P extends object, R = unknown>(
  options: RemoteTaskOptions<P> & { readonly onSuccess?: FollowUp<R> },
) {
  const { task = options.name, queue, args, kwargs, ...ours } = options;
  const decorate = Task<P, R>({ timeoutMs: DEFAULT_TIMEOUT_MS, ...ours, queue: REMOTE_QUEUE });
  return (target: TaskClass<P, [R] extends [never] ? unknown : R>): void => {
    const { name, payload, result, redact } = options;
    const call = { task, queue, args: args ?? [], kwargs: kwargs ?? {} };
    setRemoteDefinition(target, { name, payload, result, redact: redact ?? [], ...call });
    decorate(target);
  };
}

/** Base of the classes with @RemoteTask: what they run is in Python. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- callers get their types from both
export abstract class RemoteTaskHandler<P extends object, R> {
  @Inject(RemoteRuns)
  private readonly runs!: RemoteRuns;

  /** Sends the task, and waits for its result. */
  async run(payload: P, context: TaskContext): Promise<R> {
    const result = await this.runs.run(remoteDefinitionOf(this.constructor), payload, context);
    return result as R; // parsed by the declared class
  }
}
