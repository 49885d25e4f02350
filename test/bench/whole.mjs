import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { cpuMs } from './cpu-time.mjs';
import { start } from './programs.mjs';
import { ROUNDS, clear } from './rounds.mjs';

const PREFIX = 'bench-whole';
const CONNECTIONS = 32;
/** Before anything is measured: the code is compiled by then. */
const WARM = 10_000;
const AT_FULL_SPEED = 12_000;
const STEADY = 1_200;
const TASKS_A_SECOND = 200;
/** Another built checkout to compare with: `BENCH_AGAINST=/path/to/it npm run bench -- whole`. */
const EARLIER = process.env.BENCH_AGAINST;

const sides = {
  'bare route and raw worker': ['test/bench/bare-nest.mjs', 'test/bench/raw-worker.mjs'],
  ...(EARLIER && {
    'earlier Celeriac': ['dist/main.js', 'dist/worker.js'].map((path) => join(EARLIER, path)),
  }),
  Celeriac: ['dist/main.js', 'dist/worker.js'],
};

/**
 * Submits over HTTP and executes at the same time, with API, worker and Redis as processes of this machine: the CPU time
 * that a task takes of each of them, as counted by Linux.
 */
export async function whole(broker) {
  const rounds = [];
  const names = Object.keys(sides);
  for (let round = 0; round < ROUNDS; round++) {
    const figures = {};
    for (const name of round % 2 === 0 ? names : names.toReversed())
      figures[name] = await measure(broker, sides[name]);
    rounds.push(figures);
  }
  return ['steady', 'full'].flatMap((load) => rowsOf(load, rounds));
}

function rowsOf(load, rounds) {
  const rate = load === 'steady' ? `${TASKS_A_SECOND} tasks/s` : 'full speed';
  const names = Object.keys(sides);
  return Object.keys(rounds[0][names[0]][load]).flatMap((part) =>
    names.map((side, i) => {
      const of = (name) => rounds.map((figures) => figures[name][load][part]);
      return {
        what: `${rate}, ${part}: ${side}`,
        figures: of(side),
        unit: part === 'tasks per second' ? '' : 'µs',
        ...(i > 0 && { baseline: of(names[i - 1]) }),
        ...(EARLIER && side === 'Celeriac' && part === 'sum' && { atMost: 0.8 }),
      };
    }),
  );
}

/** Figures of one pair of programs at both loads. */
async function measure({ redis, url, folder }, [apiProgram, workerProgram]) {
  await clear(redis, PREFIX);
  const environment = { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder, RATE_LIMIT: '0' };
  const api = await start(apiProgram, environment);
  const worker = await start(workerProgram, {
    ...environment,
    ...{ WORKER_QUEUES: 'tasks', WORKER_CONCURRENCY: '16' },
  });
  const pids = { API: api.pid, worker: worker.pid, Redis: await pidOf(redis) };
  const address = `${api.url}/tasks?x=10&y=2`;
  let expected = 0;
  const perTask = async (count, load) => {
    const before = timesOf(pids);
    const from = performance.now();
    await load(address, count);
    await reach(redis, (expected += count));
    const seconds = (performance.now() - from) / 1_000;
    const after = timesOf(pids);
    const times = Object.keys(pids).map((name) => [name, ((after[name] - before[name]) * 1_000) / count]);
    const sum = times.reduce((total, [, time]) => total + time, 0);
    return { ...Object.fromEntries(times), sum, 'tasks per second': count / seconds };
  };
  await perTask(WARM, atFullSpeed);
  const steady = await perTask(STEADY, steadily);
  const full = await perTask(AT_FULL_SPEED, atFullSpeed);
  await Promise.all([api.stop(), worker.stop()]);
  await clear(redis, PREFIX);
  return { steady, full };
}

async function pidOf(redis) {
  return Number(/process_id:(\d+)/.exec(await redis.info('server'))[1]);
}

function timesOf(pids) {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuMs(pid)]));
}

async function reach(redis, completed) {
  while ((await redis.zcard(`${PREFIX}:tasks:completed`)) < completed) await pause(20);
}

async function atFullSpeed(url, count) {
  const load = { url, method: 'POST', connections: CONNECTIONS, amount: count, workers: 1 };
  const { statusCodeStats } = await autocannon(load);
  if (statusCodeStats[201]?.count !== count)
    throw new Error(`${url} answered ${JSON.stringify(statusCodeStats)}`);
}

/** One request after the other, at even intervals: autocannon sends those of a second at once. */
async function steadily(url, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const from = performance.now();
  const answers = [];
  for (let sent = 0; sent < count; sent++) {
    const ms = from + (sent * 1_000) / TASKS_A_SECOND - performance.now();
    if (ms > 0) await pause(ms);
    answers.push(post(url, agent));
  }
  await Promise.all(answers);
  agent.destroy();
}

function post(url, agent) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent }, (response) => {
      response.resume();
      if (response.statusCode === 201) response.once('end', resolve);
      else reject(new Error(`${url} answered ${response.statusCode}`));
    });
    sent.once('error', reject);
    sent.end();
  });
}
