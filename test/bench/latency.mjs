import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { Queue, QueueEvents } from 'bullmq';
import { jobOptions } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear, turns } from './rounds.mjs';

const RAW = 'bench-latency-raw';
const OURS = 'bench-latency';
const TASKS = 300;
/** Done before the clock counts. */
const WARM = 100;

/**
 * From a submit until its result is there, one task at a time: `POST /tasks` and its server-sent events over HTTP, against
 * `queue.add` and `waitUntilFinished` of raw BullMQ.
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
  const agent = new Agent({ keepAlive: true });
  const raw = () => medianMs(() => addAndWait(queue, events));
  // By its address: a look-up of the name for each connection would be measured as well.
  const base = api.url.replace('localhost', '127.0.0.1');
  const ours = () => medianMs(() => submitAndWatch(base, agent));
  const figures = await turns(raw, ours);
  agent.destroy();
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

async function submitAndWatch(base, agent) {
  const submitted = await textOf(`${base}/tasks?x=10&y=2`, agent, 'POST');
  const { task_id: id } = JSON.parse(submitted);
  // As an EventSource does: over a connection of its own, which ends with the stream.
  const told = await textOf(`${base}/tasks/${id}/events`, false);
  const [, data = '{}'] = /^event: result\ndata: (.*)$/m.exec(told) ?? [];
  expectFive(JSON.parse(data).result);
}

async function textOf(url, agent, method = 'GET') {
  const asked = request(url, { agent, method }).end();
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}

function expectFive(result) {
  if (result !== 5) throw new Error(`The result of 10 / 2 is ${result}`);
}
