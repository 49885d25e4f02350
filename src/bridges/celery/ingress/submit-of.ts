import {
  type NamedTask,
  type RegisteredTask,
  type SubmitOptions,
  priorityNumber,
  taskFields,
} from '../../../core/index.js';
import type { CeleryCall } from '../calls/celery-call.js';

/** Celery's tasks have this tag, and were submitted by this name. */
export const CELERY = 'celery';
const HIGHEST = 9;
const { otherwise: ATTEMPTS } = taskFields.attempts.option;

/** The brokers' opposite orders of priorities: RabbitMQ serves 9 first, Redis the first step. */
export interface PriorityOrder {
  readonly transport: 'redis' | 'amqp';
  readonly steps: readonly number[];
}

/**
 * The submit of a call: its times, limits and priority in our words.
 *
 * @param id ours
 */
export function submitOf(
  call: CeleryCall,
  { options: task }: RegisteredTask,
  payload: object,
  id: string,
  order: PriorityOrder,
): NamedTask {
  const priority = priorityOf(call.priority, order);
  return {
    name: task.name,
    payload,
    options: optionsOf(call, task),
    bridge: { bridge: CELERY, id: call.id, data: call, ...(priority !== undefined && { priority }) },
    origin: { submittedBy: CELERY, nextId: () => id },
  };
}

function optionsOf(call: CeleryCall, task: RegisteredTask['options']): SubmitOptions {
  const { etaAt, expiresAt, softLimitMs, hardLimitMs, retries } = call;
  const timeoutMs = softLimitMs ?? hardLimitMs;
  return {
    tags: [CELERY],
    ...(etaAt !== null && { runAt: new Date(etaAt) }),
    ...(expiresAt !== null && { expiresAt: new Date(expiresAt) }),
    ...(timeoutMs !== null && { timeoutMs }),
    // Celery's number of attempts before this message counts among those of the task.
    ...(retries > 0 && { attempts: Math.max(1, (task.attempts ?? ATTEMPTS) - retries) }),
  };
}

/**
 * BullMQ's number for a priority. 0 stands for none, so that tasks without one do not overtake everything else: they have
 * that of their type. Redis' others come later, before `low`; RabbitMQ's earlier, up to `critical`.
 */
export function priorityOf(priority: number, { transport, steps }: PriorityOrder): number | undefined {
  if (priority === 0) return undefined;
  const normal = priorityNumber('normal');
  if (transport === 'redis') {
    const step = steps.findLastIndex((from) => from <= priority);
    return step <= 0 ? undefined : normal + step;
  }
  return normal - Math.round((Math.min(priority, HIGHEST) * (normal - priorityNumber('critical'))) / HIGHEST);
}
