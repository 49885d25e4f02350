import { Queue } from 'bullmq';
import { jobs } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear, perSecond, turns } from './rounds.mjs';

const BATCH = 1_000;
const BATCHES = 20;
const API = 'bench-batch';
const RAW = 'bench-batch-raw';

/** `POST /tasks/batch` of 1,000, against a raw `addBulk` of the same jobs; one at a time in both. */
export async function batch({ redis, url, folder }) {
  const api = await start('dist/main.js', { REDIS_URL: url, REDIS_PREFIX: API, DATA_DIR: folder });
  const queue = new Queue('tasks', { connection: redis, prefix: RAW });
  const raw = async () => {
    await clear(redis, RAW);
    return perSecond(BATCH * BATCHES, () => times(BATCHES, () => queue.addBulk(jobs(BATCH))));
  };
  const ours = async () => {
    await clear(redis, API);
    return perSecond(BATCH * BATCHES, () => times(BATCHES, () => post(api.url)));
  };
  const figures = await turns(raw, ours);
  await expectStored(redis);
  await api.stop();
  await Promise.all([API, RAW].map((prefix) => clear(redis, prefix)));
  return [
    { what: 'raw BullMQ: addBulk of 1,000, the same jobs', figures: figures.baseline },
    {
      what: 'Celeriac: POST /tasks/batch of 1,000, tasks',
      figures: figures.ours,
      baseline: figures.baseline,
      wanted: 0.7,
    },
  ];
}

async function post(base) {
  const tasks = Array.from({ length: BATCH }, () => ({ name: 'math.divide', payload: { x: 10, y: 2 } }));
  const response = await fetch(`${base}/tasks/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tasks }),
  });
  const { items } = await response.json();
  if (response.status !== 201 || !items.every((item) => item.task_id)) throw new Error('A batch was refused');
}

async function expectStored(redis) {
  const stored = await redis.zcard(`${API}:tasks:prioritized`);
  if (stored !== BATCH * BATCHES)
    throw new Error(`${BATCH * BATCHES} tasks were accepted, ${stored} are stored`);
}

async function times(count, work) {
  for (let i = 0; i < count; i++) await work();
}
