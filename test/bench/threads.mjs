import { Queue } from 'bullmq';
import { availableParallelism } from 'node:os';
import { jobOptions, jobs } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear } from './rounds.mjs';

const PREFIX = 'bench-threads';
const SECONDS = 5;

/** Event loop delay and inline throughput of a worker while each of its threads counts primes. */
export async function threads({ redis, url, folder }) {
  const environment = { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder, WORKER_QUEUES: 'tasks' };
  const worker = await start('test/bench/watched-worker.mjs', environment);
  const queue = new Queue('tasks', { connection: redis, prefix: PREFIX });
  const burning = Array.from({ length: availableParallelism() }, () => ({
    name: 'math.count-primes',
    data: { n: 1_000_000_000 },
    opts: jobOptions(),
  }));
  await queue.addBulk(burning);
  await until(async () => {
    const told = await Promise.all(burning.map(({ opts }) => progressOf(redis, opts.jobId)));
    return told.every((progress) => progress > 0);
  });
  await worker.ask('reset');
  const before = await redis.zcard(`${PREFIX}:tasks:completed`);
  await queue.addBulk(jobs(200));
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
  const done = (await redis.zcard(`${PREFIX}:tasks:completed`)) - before;
  const { p50Ms, p99Ms } = await worker.ask('report');
  if (done !== 200) throw new Error(`Of 200 other tasks ${done} were done in ${SECONDS} s`);
  await worker.stop('SIGKILL');
  await clear(redis, PREFIX);
  return [
    { what: 'delay of the event loop while all threads burn, median', figures: [p50Ms], unit: 'ms' },
    { what: 'delay of the event loop while all threads burn, p99', figures: [p99Ms], unit: 'ms', below: 50 },
  ];
}

async function progressOf(redis, id) {
  return Number((await redis.hget(`${PREFIX}:tasks:${id}`, 'progress')) ?? 0);
}

async function until(claim) {
  while (!(await claim())) await new Promise((resolve) => setTimeout(resolve, 20));
}
