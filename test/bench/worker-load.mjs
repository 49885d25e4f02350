import { Queue } from 'bullmq';
import { jobs } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear } from './rounds.mjs';

const JOBS = 50_000;
/** Completed before the clock starts: connections are up and the code is warm. */
const WARM = 10_000;
const BULK = 1_000;

/** Jobs per second that a worker process completes from a full queue, each with the correct result. */
export async function workerRate(broker) {
  return (await workerRun(broker)).perSecond;
}

/**
 * The same, with the results of `look(worker)` at the start and end of the measurement.
 *
 * @param variables settings of the worker, in addition to those of the broker
 */
export async function workerRun(options) {
  const {
    program,
    prefix,
    url,
    redis,
    folder,
    variables = {},
    count = JOBS,
    look = () => undefined,
  } = options;
  const queue = new Queue('tasks', { connection: redis, prefix });
  for (let added = 0; added < count; added += BULK) await store(queue, redis, jobs(BULK));
  const environment = { REDIS_URL: url, REDIS_PREFIX: prefix, DATA_DIR: folder, ...variables };
  const worker = await start(program, { ...environment, WORKER_QUEUES: 'tasks', WORKER_CONCURRENCY: '16' });
  const completed = () => redis.zcard(`${prefix}:tasks:completed`);
  const from = await reach(completed, WARM);
  const atStart = await look(worker);
  const to = await reach(completed, count);
  const atEnd = await look(worker);
  await worker.stop();
  await expectRight(redis, prefix);
  await clear(redis, prefix);
  const perSecond = ((to.count - from.count) / (to.at - from.at)) * 1_000;
  return { perSecond, jobs: to.count - from.count, atStart, atEnd };
}

/** With the task index, as stored by the API: missing entries would be repaired during the measurement. */
async function store(queue, redis, added) {
  await redis.zadd(`${queue.opts.prefix}:index`, ...added.flatMap(({ opts }) => [0, opts.jobId]));
  await queue.addBulk(added);
}

/** Polls every 20 ms, which costs the broker nothing, until `wanted` are completed. */
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
