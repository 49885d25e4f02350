import { FlowProducer, Queue } from 'bullmq';
import { jobOptions, jobs } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear, repeated, turns } from './rounds.mjs';

const RAW = 'bench-flow';
const OURS = 'bench-workflow';
const WIDTH = 1_000;
/** Runs before those that are counted, and these. */
const WARM = 4;
const COUNTED = 3;
/** Tasks of which the cost of one is measured, as steps and as plain tasks. */
const MANY = 5_000;
const MOST_STEPS = 10_000;
const PAYLOAD = { x: 10, y: 2 };

/** Workflows against BullMQ's flows of the same tree, against plain tasks, and as large as they may be. */
export async function workflows(broker) {
  const chord = await turns(
    () => flowMs(broker),
    () => chordMs(broker),
  );
  const submit = await turns(
    () => batchMs(broker),
    () => submitMs(broker, '/workflows', stepsOf(WIDTH)),
  );
  const work = await turns(
    () => plainMs(broker),
    () => stepsMs(broker),
  );
  const longest = await repeated(() => longestCommandMs(broker));
  return [
    {
      what: 'raw BullMQ: a flow of 1,000 children and their parent, end to end',
      figures: chord.baseline,
      unit: 'ms',
    },
    {
      what: 'Celeriac: a workflow of the same tree',
      figures: chord.ours,
      unit: 'ms',
      baseline: chord.baseline,
      atMost: 1.3,
    },
    { what: 'POST /tasks/batch of 1,000', figures: submit.baseline, unit: 'ms' },
    { what: 'POST /workflows of 1,000 steps', figures: submit.ours, unit: 'ms', baseline: submit.baseline },
    { what: 'a worker: 5,000 plain tasks', figures: work.baseline, unit: 'ms' },
    {
      what: 'a worker: 5,000 steps of one workflow',
      figures: work.ours,
      unit: 'ms',
      baseline: work.baseline,
    },
    { what: 'longest command of Redis for 10,000 steps', figures: longest, unit: 'ms', below: 5 },
  ];
}

/** From the submit until the parent is completed. */
async function flowMs({ redis, url, folder }) {
  const worker = await startWorker('test/bench/raw-worker.mjs', RAW, { url, folder });
  const flows = new FlowProducer({ connection: redis, prefix: RAW });
  const job = () => ({ name: 'math.divide', queueName: 'tasks', data: PAYLOAD, opts: jobOptions() });
  const tree = () => ({ ...job(), children: Array.from({ length: WIDTH }, job) });
  const ms = await timed(redis, RAW, () => flows.add(tree()));
  await worker.stop();
  await clear(redis, RAW);
  return ms;
}

/** From the submit from code until the last step is completed. */
async function chordMs({ redis, url, folder }) {
  const environment = { REDIS_URL: url, REDIS_PREFIX: OURS, DATA_DIR: folder };
  const submitter = await start('test/bench/submitter.mjs', environment);
  const worker = await startWorker('dist/worker.js', OURS, { url, folder });
  const ms = await timed(redis, OURS, () => submitter.ask({ workflow: chordOf(WIDTH) }));
  await Promise.all([submitter.stop(), worker.stop()]);
  await clear(redis, OURS);
  return ms;
}

/** The average of the last of several: connections are up and the code is warm. */
async function timed(redis, prefix, submit) {
  let from;
  for (let i = 1; i <= WARM + COUNTED; i++) {
    if (i > WARM) from ??= performance.now();
    await submit();
    await completed(redis, prefix, i * (WIDTH + 1));
  }
  return (performance.now() - from) / COUNTED;
}

function batchMs(broker) {
  const tasks = Array.from({ length: WIDTH }, () => ({ name: 'math.divide', payload: PAYLOAD }));
  return submitMs(broker, '/tasks/batch', { tasks });
}

/** The average of the last of several. */
function submitMs(broker, path, body) {
  return withApi(broker, async (api) => {
    for (let i = 0; i < WARM; i++) await post(api.url, path, body);
    const from = performance.now();
    for (let i = 0; i < COUNTED; i++) await post(api.url, path, body);
    return (performance.now() - from) / COUNTED;
  });
}

async function plainMs(broker) {
  const queue = new Queue('tasks', { connection: broker.redis, prefix: OURS });
  const added = jobs(MANY);
  await broker.redis.zadd(`${OURS}:index`, ...added.flatMap(({ opts }) => [0, opts.jobId]));
  await queue.addBulk(added);
  return workMs(broker);
}

async function stepsMs(broker) {
  const api = await startApi(broker);
  await post(api.url, '/workflows', stepsOf(MANY));
  await api.stop();
  return workMs(broker);
}

/** The time for all that waits, of a worker that has just started. */
async function workMs({ redis, url, folder }) {
  const worker = await startWorker('dist/worker.js', OURS, { url, folder });
  await completed(redis, OURS, 1);
  const from = performance.now();
  await completed(redis, OURS, MANY);
  const ms = performance.now() - from;
  await worker.stop();
  await clear(redis, OURS);
  return ms;
}

/** A workflow of the largest size is started, run, read, and deleted; another is cancelled. */
async function longestCommandMs(broker) {
  const { redis, url, folder } = broker;
  const [, before] = await redis.config('GET', 'slowlog-log-slower-than');
  await redis.config('SET', 'slowlog-log-slower-than', 500);
  await redis.call('SLOWLOG', 'RESET');
  try {
    return await withApi(broker, async (api) => {
      const cancelled = await post(api.url, '/workflows', chordOf(MOST_STEPS - 1));
      await post(api.url, `/workflows/${cancelled.workflow_id}/cancel`, {}, 200);
      await post(api.url, `/workflows/${cancelled.workflow_id}/retry`, {}, 202);
      const worker = await startWorker('dist/worker.js', OURS, { url, folder });
      await completed(redis, OURS, MOST_STEPS);
      const { status } = await fetch(`${api.url}/workflows/${cancelled.workflow_id}`);
      if (status !== 200) throw new Error(`The workflow was answered ${status}`);
      await fetch(`${api.url}/workflows/${cancelled.workflow_id}`, { method: 'DELETE' });
      await worker.stop();
      return longestOf(await redis.call('SLOWLOG', 'GET', 128));
    });
  } finally {
    await redis.config('SET', 'slowlog-log-slower-than', before);
  }
}

/**
 * Without the commands of this bench. A command that the system has interrupted counts as longer than it was, so the third
 * longest of each kind counts.
 */
function longestOf(entries) {
  const ours = entries.filter(
    ([, , , [command]]) => !['SCAN', 'UNLINK', 'CONFIG', 'INFO'].includes(String(command).toUpperCase()),
  );
  const kinds = grouped(ours);
  const thirds = [...kinds.values()].map(
    (times) => times.map(([, , micros]) => micros).toSorted((a, b) => b - a)[2],
  );
  return Math.max(0, ...thirds.filter((micros) => micros !== undefined)) / 1_000;
}

/** A script is its hash. */
const kindOf = ([, , , [command, hash]]) => (/^eval/i.test(command) ? hash : command);

function grouped(entries) {
  const kinds = new Map();
  for (const entry of entries) kinds.set(kindOf(entry), [...(kinds.get(kindOf(entry)) ?? []), entry]);
  return kinds;
}

async function withApi(broker, work) {
  const api = await startApi(broker);
  const result = await work(api);
  await api.stop();
  await clear(broker.redis, OURS);
  return result;
}

function startApi({ url, folder }) {
  return start('dist/main.js', {
    ...{ REDIS_URL: url, REDIS_PREFIX: OURS, DATA_DIR: folder },
    ...{ RATE_LIMIT: '0', MAX_WAITING_TASKS: '0' },
  });
}

function startWorker(program, prefix, { url, folder }) {
  return start(program, {
    ...{ REDIS_URL: url, REDIS_PREFIX: prefix, DATA_DIR: folder },
    ...{ WORKER_QUEUES: 'tasks', WORKER_CONCURRENCY: '16' },
  });
}

function stepsOf(count) {
  const step = { task: 'math.divide', payload: PAYLOAD };
  return { steps: Object.fromEntries(Array.from({ length: count }, (_, i) => [`s${i}`, step])) };
}

/** So many steps, and one that follows them all. */
function chordOf(count) {
  const { steps } = stepsOf(count);
  const last = { task: 'math.divide', payload: { x: { $result: 's0' }, y: 2 }, after: Object.keys(steps) };
  return { steps: { ...steps, last } };
}

async function post(base, path, body, wanted = 201) {
  const response = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (response.status !== wanted)
    throw new Error(`${path} was answered ${response.status}: ${JSON.stringify(answer).slice(0, 500)}`);
  return answer;
}

async function completed(redis, prefix, count) {
  while ((await redis.zcard(`${prefix}:tasks:completed`)) < count)
    await new Promise((resolve) => setTimeout(resolve, 5));
}
