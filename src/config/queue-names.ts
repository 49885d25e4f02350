/**
 * The closed list of queues, in the order in which they are shown. A worker consumes all of them unless
 * WORKER_QUEUES says otherwise. A new queue is a new name here and a processor in the feature that owns it.
 */
export const queueNames = ['tasks', 'notifications', 'fetch'] as const;

export type QueueName = (typeof queueNames)[number];

/** True when `name` is one of ours: narrows what came from the environment, a URL or the broker. */
export function isQueueName(name: string): name is QueueName {
  return (queueNames as readonly string[]).includes(name);
}
