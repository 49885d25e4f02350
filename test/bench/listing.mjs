import { v7 } from 'uuid';
import { storeEnded } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear } from './rounds.mjs';

const PREFIX = 'bench-listing';
const TASKS = 1_000_000;
const CHUNK = 5_000;
const PAGES = 200;

/** The first page, a late page and a filtered one, of a million finished tasks. */
export async function listing({ redis, url, folder }) {
  await clear(redis, PREFIX);
  const middle = await fill(redis);
  const api = await start('dist/main.js', { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder });
  const first = await times(`${api.url}/tasks`);
  const far = await times(`${api.url}/tasks?cursor=${middle}`);
  const rare = await times(`${api.url}/tasks?status=FAILURE`, 5);
  await api.stop();
  await clear(redis, PREFIX);
  return [
    { what: 'GET /tasks with 1,000,000 finished tasks, median', figures: [at(first, 0.5)], unit: 'ms' },
    {
      what: 'GET /tasks with 1,000,000 finished tasks, p99',
      figures: [at(first, 0.99)],
      unit: 'ms',
      below: 50,
    },
    { what: 'a page after 500,000 others, p99', figures: [at(far, 0.99)], unit: 'ms', below: 50 },
    { what: 'a filter that no task fits: one stretch, median', figures: [at(rare, 0.5)], unit: 'ms' },
  ];
}

/** Adds finished tasks as stored by a worker. @returns the id of the middle one */
async function fill(redis) {
  let middle;
  for (let made = 0; made < TASKS; made += CHUNK) {
    const pipeline = redis.pipeline();
    for (let i = 0; i < CHUNK; i++)
      storeEnded(pipeline, PREFIX, v7({ msecs: Date.now() - TASKS + made + i }), Date.now());
    if (made === TASKS / 2) middle = v7({ msecs: Date.now() - TASKS + made });
    await pipeline.exec();
  }
  return middle;
}

/** The durations of `count` consecutive requests in ms, shortest first. */
async function times(url, count = PAGES) {
  const all = [];
  for (let i = 0; i < count; i++) {
    const from = performance.now();
    const response = await fetch(url);
    const { items } = await response.json();
    all.push(performance.now() - from);
    if (response.status !== 200 || (count === PAGES && items.length !== 50)) throw new Error(`${url}: wrong`);
  }
  return all.toSorted((a, b) => a - b);
}

function at(sorted, share) {
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)];
}
