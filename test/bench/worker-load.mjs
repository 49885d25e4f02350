import { Queue } from 'bullmq';
import { v7 } from 'uuid';
import { start } from './programs.mjs';

const JOBS = 20_000;
/** Completed before the clock starts: connections are up and the code is warm. */
const WARM = 4_000;
const BULK = 1_000;

/** Jobs a second that a worker process takes from a full queue, each completed with the right result. */
export async function measureWorker({ program, prefix, url, redis, folder }) {
  const queue = new Queue('tasks', { connection: redis, prefix });
  await fill(queue);
  const environment = { REDIS_URL: url, REDIS_PREFIX: prefix, DATA_DIR: folder };
  const worker = await start(program, { ...environment, WORKER_QUEUES: 'tasks', WORKER_CONCURRENCY: '16' });
  const completed = () => redis.zcard(`${prefix}:tasks:completed`);
  const from = await reach(completed, WARM);
  const to = await reach(completed, JOBS);
  await worker.stop();
  await expectRight(redis, prefix);
  return { perSecond: ((to.count - from.count) / (to.at - from.at)) * 1_000 };
}

/** What TaskQueue stores for `math.divide`, so that both workers find the same jobs. */
async function fill(queue) {
  const opts = () => ({
    jobId: v7(),
    attempts: 1,
    backoff: { type: 'task' },
    retry: { type: 'exponential', delayMs: 1_000, maxMs: 60_000, jitter: 0.5 },
    retentionMs: 86_400_000,
  });
  for (let added = 0; added < JOBS; added += BULK) {
    const job = () => ({ name: 'math.divide', data: { x: 10, y: 2 }, opts: opts() });
    await queue.addBulk(Array.from({ length: BULK }, job));
  }
}

/** Looks every 20 ms, which costs the broker nothing, until `wanted` are completed. */
async function reach(completed, wanted) {
  for (;;) {
    const count = await completed();
    if (count >= wanted) return { count, at: performance.now() };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function expectRight(redis, prefix) {
  const [id] = await redis.zrange(`${prefix}:tasks:completed`, 0, 0);
  const result = await redis.hget(`${prefix}:tasks:${id}`, 'returnvalue');
  if (result !== '5') throw new Error(`The result of 10 / 2 is ${result}`);
}
