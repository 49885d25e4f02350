/**
 * The queues of this service, as its settings and its HTTP API name them, in display order. Each is defined by
 * `defineQueue` in the module that serves it; the core and the worker know only those definitions.
 */
export const queueNames = ['tasks', 'notifications', 'webhooks', 'fetch', 'operations'] as const;

export type QueueName = (typeof queueNames)[number];

/** Type guard for queue names from the environment or a URL. */
export function isQueueName(name: string): name is QueueName {
  return (queueNames as readonly string[]).includes(name);
}

/** Assigns the same number to every queue. */
export function forEveryQueue(number: number): Record<QueueName, number> {
  return { tasks: number, notifications: number, webhooks: number, fetch: number, operations: number };
}
