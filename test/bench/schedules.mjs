import { setTimeout as pause } from 'node:timers/promises';
import { start } from './programs.mjs';
import { ROUNDS, clear, repeated, turns } from './rounds.mjs';

const EMPTY = 'bench-no-schedules';
const IDLE = 'bench-schedules';
const DUE = 'bench-due-schedules';
const SCHEDULES = 10_000;
const DUE_AT_ONCE = 1_000;
const CLIENTS = 16;
const SECOND_MS = 1_000;
/** A started worker has done everything once by then. */
const WARM_MS = 5_000;
const IDLE_MS = 15_000;
/** Long enough to store the schedules before they are due. */
const STORING_MS = 20_000;
const FAR_AWAY = '2050-01-01T00:00:00Z';
const HOURLY = { task: 'math.divide', payload: { x: 10, y: 2 }, every_ms: 3_600_000 };

/**
 * Processor time of an idle worker with 10,000 schedules of which none is due, compared with one without any; and how
 * late a worker is with 1,000 schedules that are due at the same second.
 */
export async function schedules(broker) {
  await withApi(broker, IDLE, (api) => store(api, SCHEDULES, { ...HOURLY, start_at: FAR_AWAY }));
  const { baseline: without, ours: others } = await turns(
    () => idleCpu(broker, EMPTY),
    () => idleCpu(broker, IDLE),
  );
  for (const prefix of [EMPTY, IDLE]) await clear(broker.redis, prefix);
  const late = await repeated(() => withApi(broker, DUE, (api) => latenessOfDue(broker, api)));
  const more = Array.from({ length: ROUNDS }, (_, round) => others[round] - without[round]);
  const count = SCHEDULES.toLocaleString('en-US');
  return [
    { what: 'CPU of an idle worker without schedules', figures: without, unit: '%' },
    { what: `CPU of an idle worker with ${count}`, figures: others, unit: '%' },
    { what: 'the difference, by round', figures: more, unit: '%', below: 0.5 },
    {
      what: `latest of ${DUE_AT_ONCE.toLocaleString('en-US')} due at one second`,
      ...{ figures: late, unit: 'ms', below: SECOND_MS },
    },
  ];
}

function environmentOf({ url, folder }, prefix) {
  return { REDIS_URL: url, DATA_DIR: folder, REDIS_PREFIX: prefix, RATE_LIMIT: '0', WORKER_QUEUES: 'tasks' };
}

async function withApi(broker, prefix, use) {
  await clear(broker.redis, prefix);
  const api = await start('dist/main.js', environmentOf(broker, prefix));
  return use(api).finally(() => api.stop());
}

/** Stores schedules with the ids s0, s1, … */
async function store(api, count, body) {
  await inParallel(count, async (number) => {
    const response = await fetch(`${api.url}/schedules/s${number}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status !== 201)
      throw new Error(`A schedule was answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  });
}

/** In percent of one core. */
async function idleCpu(broker, prefix) {
  const worker = await start('test/bench/unwatched-worker.mjs', environmentOf(broker, prefix));
  await pause(WARM_MS);
  const [{ cpuUs: before }, from] = [await worker.ask('cpu'), performance.now()];
  await pause(IDLE_MS);
  const [{ cpuUs: after }, to] = [await worker.ask('cpu'), performance.now()];
  await worker.stop();
  return (after - before) / 10 / (to - from);
}

/** The lateness of the latest tick, in ms, with a worker that also runs the tasks. */
async function latenessOfDue(broker, api) {
  const worker = await start('dist/worker.js', environmentOf(broker, DUE));
  const at = Math.ceil((Date.now() + STORING_MS) / SECOND_MS) * SECOND_MS;
  await store(api, DUE_AT_ONCE, { ...HOURLY, start_at: new Date(at).toISOString() });
  if (Date.now() >= at) throw new Error('The schedules were due before all of them were stored');
  while ((await broker.redis.zcard(`${DUE}:tasks:completed`)) < DUE_AT_ONCE) await pause(50);
  let latest = 0;
  await inParallel(DUE_AT_ONCE, async (number) => {
    const { items } = await (await fetch(`${api.url}/schedules/s${number}/ticks`)).json();
    latest = Math.max(latest, items[0].lateness_ms);
  });
  await worker.stop();
  return latest;
}

async function inParallel(count, work) {
  let next = 0;
  const one = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: CLIENTS }, one));
}
