/** A hand-written BullMQ Worker with our connection and lock options. */
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null, connectTimeout: 5_000 });
const worker = new Worker('tasks', async ({ data }) => data.x / data.y, {
  connection,
  prefix: process.env.REDIS_PREFIX,
  concurrency: Number(process.env.WORKER_CONCURRENCY),
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 5,
});
process.send({ type: 'ready' });
process.on('SIGTERM', async () => {
  await worker.close();
  process.exit(0);
});
