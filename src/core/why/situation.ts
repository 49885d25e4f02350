import type { PlaceReading } from '../bullmq/scripts/find-place.js';
import type { Hold } from '../queues/queue-holds.js';
import type { QueueThroughput } from '../queues/queue-stats.js';
import type { QueueName } from '../task/queue-name.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import type { WorkerSnapshot } from '../workers/worker-report.js';
import type { ItemCounts } from '../workflows/record/workflow.js';

/** A task at one moment, with all that decides when it starts or ends. Times are in ms since 1970. */
export interface Situation {
  /** The broker's time. */
  readonly now: number;
  readonly task: TaskSnapshot;
  readonly queue: QueueName;
  readonly place: PlaceReading;
  readonly paused: Hold | null;
  readonly closed: Hold | null;
  /** Steps of its workflow for which it waits. */
  readonly steps: readonly string[];
  /** The items for which a step with `each` waits. */
  readonly items: ItemCounts | null;
  /** The current name of its type, and what operators have set for that. */
  readonly type: string;
  readonly typePaused: Hold | null;
  readonly typeConcurrency: number | null;
  readonly typeLimit: { readonly max: number; readonly durationMs: number } | null;
  /** Time limit of one attempt. */
  readonly timeoutMs: number | null;
  readonly workers: readonly WorkerSnapshot[];
  readonly throughput: QueueThroughput | null;
}

/** True if it could start now, as far as the task itself is concerned: a due task is no longer delayed. */
export function isRunnable({ now, task, place }: Situation): boolean {
  if (place.place === 'ready' || place.place === 'aside') return true;
  return place.place === 'delayed' && (task.runAt ?? 0) <= now;
}
