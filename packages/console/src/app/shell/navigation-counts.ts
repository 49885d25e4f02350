import type { Queue, Worker } from '../../api/types.js';
import { counted } from '../../format/number.js';

interface Count {
  readonly value: number;
  /** `12 tasks failed in the last hour` */
  readonly text: string;
}

/** Numbers that need attention, by screen. */
export interface NavigationCounts {
  readonly errors: Count;
  readonly queues: Count;
  readonly workers: Count;
}

export function countsOf(queues: readonly Queue[], workers: readonly Worker[]): NavigationCounts {
  const failed = queues.reduce((total, { last_hour: hour }) => total + hour.failed, 0);
  const held = queues.filter(
    ({ paused, accepting, consumers }) => paused || !accepting || consumers === 0,
  ).length;
  const lost = workers.filter((worker) => worker.state === 'lost' && !isReplaced(worker, workers)).length;
  return {
    errors: { value: failed, text: `${counted(failed, 'task')} failed in the last hour` },
    queues: { value: held, text: `${counted(held, 'queue')} paused, closed or without a worker` },
    workers: { value: lost, text: `${counted(lost, 'worker')} lost` },
  };
}

/** True if a worker with the same name runs: a lost one was started again. */
export function isReplaced(lost: Worker, workers: readonly Worker[]): boolean {
  return workers.some(({ name, state }) => name === lost.name && state !== 'lost');
}
