import { type QueueName, isQueueName } from '../../platform/config/queue-names.js';

/** A task in a set that spans all queues: `<queue>:<id>`. */
export function entryOf(queue: string, id: string): string {
  return `${queue}:${id}`;
}

/** Reads an entry; the queue is undefined for one that this version does not know. */
export function parseEntry(entry: string): { queue: QueueName | undefined; id: string } {
  const [queue = '', id = ''] = entry.split(':');
  return { queue: isQueueName(queue) ? queue : undefined, id };
}
