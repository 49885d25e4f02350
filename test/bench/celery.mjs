import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { start } from './programs.mjs';
import { clear, turns } from './rounds.mjs';

const PREFIX = 'bench-celery';
const FOLDER = fileURLToPath(new URL('celery/', import.meta.url));
/** Debian's, which has python3-celery. */
const PYTHON = '/usr/bin/python3';
/** Round trips of each measurement, of which the second half counts. */
const ROUND_TRIPS = Number(process.env.BENCH_TASKS ?? 4_000);
const IN_FLIGHT = 16;
const WAITING = 5_000;
/** Done before the clock starts: processes are up and the code is warm. */
const WARM = 500;

/**
 * A bridge and a worker of ours against Celery's own worker with two processes, on one Redis, with the same task and the
 * same Python client: round trips of `send_task(...).get()`, and the time to drain a queue.
 */
export async function celery({ redis, url, folder }) {
  const broker = withDatabase(url, 1);
  const results = withDatabase(url, 2);
  const stored = new Redis(results);
  const environment = { CELERY_BROKER_URL: broker, CELERY_RESULT_BACKEND: results };
  const own = {
    ...environment,
    REDIS_URL: url,
    REDIS_PREFIX: PREFIX,
    DATA_DIR: folder,
    WORKER_QUEUES: 'bench',
  };
  const sides = {
    baseline: { queue: 'python', serve: () => startPython('python', environment) },
    ours: { queue: 'ours', serve: () => startOurs('ours', own) },
  };
  const measure = (work) => turns(...[sides.baseline, sides.ours].map((side) => () => work(side)));
  const roundTrips = await measure(async ({ queue, serve }) => {
    const served = await serve();
    const { seconds } = await client(environment, 'get', queue, ROUND_TRIPS, IN_FLIGHT);
    await served.stop();
    return ROUND_TRIPS / 2 / seconds;
  });
  const drained = await measure(async ({ queue, serve }) => {
    await stored.flushdb();
    await client(environment, 'fill', queue, WAITING);
    const serving = serve();
    const from = await reach(stored, WARM);
    const to = await reach(stored, WAITING);
    await (await serving).stop();
    return ((to.count - from.count) / (to.at - from.at)) * 1_000;
  });
  stored.disconnect();
  await clear(redis, PREFIX);
  return [
    { what: `Celery, 2 processes: round trips, ${IN_FLIGHT} in flight`, figures: roundTrips.baseline },
    ratio(`Celeriac, bridge and worker: the same`, roundTrips, 1),
    { what: `Celery, 2 processes: ${WAITING} waiting messages`, figures: drained.baseline },
    ratio('Celeriac, bridge and worker: the same', drained, 3),
  ];
}

function ratio(what, { baseline, ours: figures }, wanted) {
  return { what, figures, baseline, wanted };
}

/** The worker first, so that the bridge's start is all that the clock waits for. */
async function startOurs(queue, environment) {
  const worker = await start('test/bench/celery/worker.mjs', environment);
  const bridge = await start('test/bench/celery/bridge.mjs', {
    ...environment,
    ...{ CELERY_QUEUES: queue, BRIDGE_PORT: '0' },
  });
  return { stop: () => Promise.all([bridge.stop(), worker.stop()]) };
}

async function startPython(queue, environment) {
  const args = ['-m', 'celery', '-A', 'tasks', 'worker', '-Q', queue, '-c', '2', '-l', 'INFO', '-n', 'bench'];
  const child = python(args, environment, 'pipe');
  await new Promise((resolve, reject) => {
    let output = '';
    child.stderr.on('data', (chunk) => {
      if (output.length > 20_000) return; // it logs each task
      output += chunk;
      if (/ready\./.test(output)) resolve();
    });
    child.once('exit', () => reject(new Error(`Celery's worker ended: ${output}`)));
  });
  const stop = async () => {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  };
  return { stop };
}

async function client(environment, ...args) {
  const child = python(['client.py', ...args.map(String)], environment, 'inherit');
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`The client ended with ${code}`);
  return JSON.parse(output);
}

function python(args, environment, stderr) {
  const env = { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', ...environment };
  return spawn(PYTHON, args, { cwd: FOLDER, env, stdio: ['ignore', 'pipe', stderr] });
}

/** Counts the stored results, which costs the broker nothing. */
async function reach(stored, wanted) {
  for (;;) {
    const count = await stored.dbsize();
    if (count >= wanted) return { count, at: performance.now() };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function withDatabase(url, database) {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
