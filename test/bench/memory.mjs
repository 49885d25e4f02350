import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { v7 } from 'uuid';
import { start } from './programs.mjs';
import { clear, turns } from './rounds.mjs';

const RAW = 'bench-memory-raw';
const OURS = 'bench-memory';
const TASKS = 20_000;
const BULK = 1_000;

/**
 * Bytes of a waiting and of a finished task in the broker, with everything stored for it: its record, and its entries
 * in the queue or the finished set, the index and the retention set. Compared with a job with the same payload, id and
 * priority in BullMQ alone. BullMQ's event stream, which has its own limit, is not included.
 */
export async function memory({ redis, url, folder }) {
  const variables = { REDIS_URL: url, DATA_DIR: folder, WORKER_QUEUES: 'tasks', WORKER_CONCURRENCY: '16' };
  const submitter = await start('test/bench/submitter.mjs', { ...variables, REDIS_PREFIX: OURS });
  const raw = () =>
    lifeOf(redis, RAW, {
      submit: () => addRaw(redis),
      work: () => start('test/bench/raw-worker.mjs', { ...variables, REDIS_PREFIX: RAW }),
      afterwards: () => undefined,
    });
  const celeriac = () =>
    lifeOf(redis, OURS, {
      submit: () => submitter.ask('plain'),
      work: () => start('dist/worker.js', { ...variables, REDIS_PREFIX: OURS }),
      afterwards: () => submitter.ask('enter'),
    });
  const { baseline, ours } = await turns(raw, celeriac);
  await submitter.stop();
  const rows = (state) => {
    const [figures, others] = [ours, baseline].map((lives) => lives.map((life) => life[state]));
    return [
      { what: `raw BullMQ: a job that ${state}`, figures: others, unit: 'bytes' },
      {
        ...{ what: `Celeriac: a task that ${state}`, figures, unit: 'bytes' },
        ...{ baseline: others, atMost: 1.3 },
      },
    ];
  };
  return [...rows('waits'), ...rows('has finished')];
}

async function lifeOf(redis, prefix, { submit, work, afterwards }) {
  await clear(redis, prefix);
  const before = await usedBytes(redis, prefix);
  await submit();
  const waiting = await usedBytes(redis, prefix);
  const worker = await work();
  while ((await redis.zcard(`${prefix}:tasks:completed`)) < TASKS) await pause(50);
  await worker.stop();
  await afterwards();
  const finished = await usedBytes(redis, prefix);
  await clear(redis, prefix);
  return { waits: (waiting - before) / TASKS, 'has finished': (finished - before) / TASKS };
}

async function addRaw(redis) {
  const queue = new Queue('tasks', { connection: redis, prefix: RAW });
  const job = () => ({
    name: 'math.divide',
    data: { x: 10, y: 2 },
    opts: { jobId: v7(), attempts: 1, priority: 30 },
  });
  for (let added = 0; added < TASKS; added += BULK) await queue.addBulk(Array.from({ length: BULK }, job));
}

/** Used memory, once removed data has been freed. */
async function usedBytes(redis, prefix) {
  await redis.del(`${prefix}:tasks:events`);
  for (;;) {
    const text = await redis.info('memory');
    const field = (name) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text)?.[1]);
    if (field('lazyfree_pending_objects') === 0) return field('used_memory') - field('mem_clients_normal');
    await pause(20);
  }
}
