import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { cpuMs } from './cpu-time.mjs';
import { jobs } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear, repeated } from './rounds.mjs';

const PREFIX = 'bench-startup';
/** Work left over from the start is finished by then. */
const SETTLE_MS = 5_000;
const IDLE_MS = 10_000;

/** Time from the start of a process to its first work, and its CPU use when idle. */
export async function startup({ redis, url, folder }) {
  const environment = { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder, WORKER_QUEUES: 'tasks' };
  const api = await repeated(() => timed(() => firstAnswer(environment)));
  const worker = await repeated(() => timed(() => firstTask(redis, environment)));
  const idle = await idlePercents(environment);
  await clear(redis, PREFIX);
  return [
    { what: 'API: from its start to the first 200', figures: api, unit: 'ms' },
    { what: 'worker: from its start to the first result', figures: worker, unit: 'ms' },
    ...idle.map(({ name, percent }) => ({
      what: `${name}, idle: CPU`,
      figures: [percent],
      unit: '%',
      below: 1,
    })),
  ];
}

/** @param begin starts a program and resolves with it once it has done something */
async function timed(begin) {
  const from = performance.now();
  const program = await begin();
  const ms = performance.now() - from;
  await program.stop();
  return ms;
}

async function firstAnswer(environment) {
  const api = await start('dist/main.js', environment);
  const { status } = await fetch(`${api.url}/`);
  if (status !== 200) throw new Error(`The first answer is ${status}`);
  return api;
}

async function firstTask(redis, environment) {
  await clear(redis, PREFIX);
  await new Queue('tasks', { connection: redis, prefix: PREFIX }).addBulk(jobs(1));
  const worker = await start('dist/worker.js', environment);
  while ((await redis.zcard(`${PREFIX}:tasks:completed`)) === 0) await pause(2);
  return worker;
}

/** Share of one core. Only Linux measures it this exactly. */
async function idlePercents(environment) {
  if (!existsSync('/proc/self/stat')) return [];
  const programs = { API: 'dist/main.js', worker: 'dist/worker.js' };
  const started = await Promise.all(
    Object.entries(programs).map(async ([name, path]) => ({ name, ...(await start(path, environment)) })),
  );
  await pause(SETTLE_MS);
  const before = started.map(({ pid }) => cpuMs(pid));
  await pause(IDLE_MS);
  const after = started.map(({ pid }) => cpuMs(pid));
  await Promise.all(started.map(({ stop }) => stop()));
  return started.map(({ name }, i) => ({ name, percent: ((after[i] - before[i]) / IDLE_MS) * 100 }));
}
