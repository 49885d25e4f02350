import { v7 } from 'uuid';
import { measureHttp } from './http-load.mjs';
import { jobOptions } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear, turns } from './rounds.mjs';

const EMPTY = 'bench-depth-empty';
const DEEP = 'bench-depth';
const TASKS = 1_000_000;
const CHUNK = 5_000;
/** BullMQ's order of prioritised jobs: by priority, then by a counter. */
const PRIORITY_STEP = 0x1_0000_0000;

/** Submits while a million tasks wait, compared with an empty queue. */
export async function depth({ redis, url, folder }) {
  await clear(redis, DEEP);
  await fill(redis);
  const environment = { REDIS_URL: url, DATA_DIR: folder, MAX_QUEUE_LENGTH: String(TASKS * 10) };
  const [empty, deep] = await Promise.all(
    [EMPTY, DEEP].map((prefix) => start('dist/main.js', { ...environment, REDIS_PREFIX: prefix })),
  );
  const post = (base) => async () =>
    (await measureHttp({ url: `${base}/tasks?x=10&y=2`, method: 'POST', status: 201 })).perSecond;
  const { baseline, ours } = await turns(post(empty.url), post(deep.url));
  await Promise.all([empty.stop(), deep.stop()]);
  await Promise.all([EMPTY, DEEP].map((prefix) => clear(redis, prefix)));
  return [
    { what: 'POST /tasks?x=10&y=2, nothing waits at first', figures: baseline },
    { what: 'POST /tasks?x=10&y=2, 1,000,000 tasks wait', figures: ours, baseline, wanted: 0.9 },
  ];
}

/** Adds waiting tasks as stored by the API. */
async function fill(redis) {
  for (let made = 0; made < TASKS; made += CHUNK) {
    const pipeline = redis.pipeline();
    for (let i = 0; i < CHUNK; i++) wait(pipeline, made + i + 1);
    await pipeline.exec();
  }
  await redis.set(`${DEEP}:tasks:pc`, TASKS);
}

function wait(pipeline, number) {
  const id = v7({ msecs: Date.now() - TASKS + number });
  const { jobId: _, timestamp, ...opts } = jobOptions();
  const data = '{"x":10,"y":2}';
  const job = { name: 'math.divide', data, opts: JSON.stringify(opts), timestamp, delay: 0, priority: 30 };
  pipeline.hset(`${DEEP}:tasks:${id}`, job);
  pipeline.zadd(`${DEEP}:tasks:prioritized`, 3 * PRIORITY_STEP + number, id);
  pipeline.zadd(`${DEEP}:index`, 0, id);
}
