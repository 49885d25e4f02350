/**
 * The closed list of queues, in display order. A worker consumes all of them unless WORKER_QUEUES is set. To add a
 * queue, add its name here and a processor in the feature that owns it.
 */
export const queueNames = ['tasks', 'notifications', 'webhooks', 'fetch', 'operations'] as const;

export type QueueName = (typeof queueNames)[number];

/** The queue of operators' bulk actions. Bulk actions never apply to their own tasks. */
export const OPERATIONS: QueueName = 'operations';

/** Type guard for queue names from the environment, a URL or the broker. */
export function isQueueName(name: string): name is QueueName {
  return (queueNames as readonly string[]).includes(name);
}

/** Assigns the same number to every queue. */
export function forEveryQueue(number: number): Record<QueueName, number> {
  return { tasks: number, notifications: number, webhooks: number, fetch: number, operations: number };
}
