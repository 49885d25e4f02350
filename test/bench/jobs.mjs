import { v7 } from 'uuid';

/** The options of a job as TaskQueue stores them for `math.divide`: raw BullMQ is measured with the same jobs. */
export function jobOptions() {
  return {
    jobId: v7(),
    timestamp: Date.now(),
    attempts: 1,
    backoff: { type: 'task' },
    priority: 3,
  };
}

/** `count` jobs, for `addBulk`. */
export function jobs(count) {
  return Array.from({ length: count }, () => ({
    name: 'math.divide',
    data: { x: 10, y: 2 },
    opts: jobOptions(),
  }));
}
