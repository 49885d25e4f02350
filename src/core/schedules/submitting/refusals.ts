import type { QueueHolds } from '../../queues/queue-holds.js';
import type { QueueName } from '../../task/queue-name.js';
import type { RefusedWork } from './scheduled-kind.js';

/** A worker's submits are not limited, since they follow from accepted work. Ticks do not. */
export async function closedQueuesAmong(
  holds: QueueHolds,
  queues: readonly QueueName[],
): Promise<ReadonlySet<string>> {
  const looks = [...new Set(queues)].map(async (queue) =>
    (await holds.find('closed', queue)) ? [queue] : [],
  );
  return new Set((await Promise.all(looks)).flat());
}

export function skippedBy(closedQueue: string): RefusedWork {
  return { refused: { outcome: 'skipped', reason: `The queue ${closedQueue} is closed.` } };
}

export function failed(error: unknown): RefusedWork {
  return { refused: { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) } };
}
