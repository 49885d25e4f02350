import { Queue } from 'bullmq';
import { v7 } from 'uuid';
import { clear, perSecond } from './rounds.mjs';

const JOBS = 20_000;
const IN_FLIGHT = 32;
const BULK = 1_000;

/** Plain `queue.add`, with our own id. */
export async function addRate(redis, prefix) {
  const queue = new Queue('tasks', { connection: redis, prefix });
  let left = JOBS;
  const one = async () => {
    while (left-- > 0) await queue.add('divide', { x: 10, y: 2 }, { jobId: v7() });
  };
  const rate = await perSecond(JOBS, () => Promise.all(Array.from({ length: IN_FLIGHT }, one)));
  await clear(redis, prefix);
  return rate;
}

/** `addBulk` of 1,000 at a time. */
export async function bulkRate(redis, prefix) {
  const queue = new Queue('tasks', { connection: redis, prefix });
  const rate = await perSecond(JOBS, async () => {
    for (let added = 0; added < JOBS; added += BULK) {
      const job = () => ({ name: 'divide', data: { x: 10, y: 2 }, opts: { jobId: v7() } });
      await queue.addBulk(Array.from({ length: BULK }, job));
    }
  });
  await clear(redis, prefix);
  return rate;
}
