import { v7 } from 'uuid';

/** The options of a job as TaskQueue stores them for `math.divide`: raw BullMQ is measured with the same jobs. */
export function jobOptions() {
  return {
    jobId: v7(),
    timestamp: Date.now(),
    attempts: 1,
    backoff: { type: 'task' },
    priority: 30,
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

/** Stores a task as a worker does that has ended it at `at`, in ms since 1970. */
export function storeEnded(pipeline, prefix, id, at) {
  const { jobId: _, ...opts } = jobOptions();
  const job = {
    name: 'math.divide',
    data: '{"x":10,"y":2}',
    opts: JSON.stringify(opts),
    timestamp: at,
    delay: 0,
    priority: 30,
    processedOn: at,
    pb: 'bench',
    ats: 1,
    atm: 1,
    returnvalue: '5',
    finishedOn: at,
  };
  pipeline.hset(`${prefix}:tasks:${id}`, job);
  pipeline.zadd(`${prefix}:tasks:completed`, at, id);
  pipeline.zadd(`${prefix}:index`, 0, id);
}
