import { Queue, QueueEvents } from 'bullmq';
import { Client } from 'undici';
import { jobOptions } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear, turns } from './rounds.mjs';

const RAW = 'bench-latency-raw';
const OURS = 'bench-latency';
const TASKS = 1_000;
/** Executed before measuring, to warm up the code: a thousand are not enough for either side. */
const WARM = 3_000;

/**
 * Time from a submit to its result, one task at a time: `POST /tasks` and its server-sent events over HTTP, compared
 * with `queue.add` and `waitUntilFinished` of raw BullMQ.
 */
export async function latency({ redis, url, folder }) {
  const environment = (prefix) => ({
    ...{ REDIS_URL: url, REDIS_PREFIX: prefix, DATA_DIR: folder },
    ...{ WORKER_QUEUES: 'tasks', WORKER_CONCURRENCY: '16' },
  });
  const programs = [
    await start('test/bench/raw-worker.mjs', environment(RAW)),
    await start('dist/worker.js', environment(OURS)),
  ];
  const api = await start('dist/main.js', environment(OURS));
  const queue = new Queue('tasks', { connection: redis, prefix: RAW });
  const connection = redis.duplicate({ maxRetriesPerRequest: null });
  const events = new QueueEvents('tasks', { connection, prefix: RAW });
  await events.waitUntilReady();
  const raw = () => medianMs(() => addAndWait(queue, events));
  // One open connection, as in a browser, and a cheap client, because it shares the cores.
  const client = new Client(api.url);
  const ours = () => medianMs(() => submitAndWatch(client));
  const figures = await turns(raw, ours);
  await client.close();
  await events.close();
  connection.disconnect();
  await Promise.all([...programs, api].map((program) => program.stop()));
  await Promise.all([RAW, OURS].map((prefix) => clear(redis, prefix)));
  return [
    {
      what: 'raw BullMQ: from add to finished, by QueueEvents, p50',
      figures: figures.baseline,
      unit: 'ms',
    },
    {
      what: 'Celeriac: from POST to the result, by SSE, p50',
      figures: figures.ours,
      unit: 'ms',
      baseline: figures.baseline,
      atMost: 2,
    },
  ];
}

async function medianMs(work) {
  const times = [];
  for (let i = -WARM; i < TASKS; i++) {
    const from = performance.now();
    await work();
    if (i >= 0) times.push(performance.now() - from);
  }
  return times.toSorted((a, b) => a - b)[TASKS / 2];
}

async function addAndWait(queue, events) {
  const job = await queue.add('math.divide', { x: 10, y: 2 }, jobOptions());
  expectFive(await job.waitUntilFinished(events));
}

async function submitAndWatch(client) {
  const { task_id: id } = JSON.parse(await textOf(client, 'POST', '/tasks?x=10&y=2'));
  const told = await textOf(client, 'GET', `/tasks/${id}/events`);
  const [, data = '{}'] = /^event: result\ndata: (.*)$/m.exec(told) ?? [];
  expectFive(JSON.parse(data).result);
}

async function textOf(client, method, path) {
  const { body } = await client.request({ method, path });
  return body.text();
}

function expectFive(result) {
  if (result !== 5) throw new Error(`The result of 10 / 2 is ${result}`);
}
