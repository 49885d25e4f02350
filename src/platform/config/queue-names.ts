/**
 * The closed list of queues, in the order in which they are shown. A worker consumes all of them unless
 * WORKER_QUEUES says otherwise. A new queue is a new name here and a processor in the feature that owns it.
 */
export const queueNames = ['tasks', 'notifications', 'webhooks', 'fetch', 'operations'] as const;

export type QueueName = (typeof queueNames)[number];

/** Where what operators order is carried out. Nothing that is done to many tasks is done to those of this one. */
export const OPERATIONS: QueueName = 'operations';

/** True when `name` is one of ours: narrows what came from the environment, a URL or the broker. */
export function isQueueName(name: string): name is QueueName {
  return (queueNames as readonly string[]).includes(name);
}

/** The same number for each of them. */
export function forEveryQueue(number: number): Record<QueueName, number> {
  return { tasks: number, notifications: number, webhooks: number, fetch: number, operations: number };
}
