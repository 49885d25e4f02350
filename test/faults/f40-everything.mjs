/**
 * F40: everything at once, with a history, schedules, workflows, Celery's clients, streams and the console, while a
 * worker is killed each minute, and Redis and PostgreSQL once: nothing is lost, and no process grows.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Traffic } from './harness/all-traffic.mjs';
import { hasCelery } from './harness/celery.mjs';
import { judgeGrowth } from './harness/growth.mjs';
import { createPostgres } from './harness/postgres.mjs';
import { connectionsTo, held } from './harness/resources.mjs';
import { hold } from './harness/until.mjs';

const MINUTES = 60;
const SHORT_MINUTES = 3;
const MINUTE_MS = 60_000;
const SAMPLE_MS = 5_000;
/** A shorter run reports the growth of its processes, which have not reached their size. */
const JUDGED_MINUTES = 30;
const OUTAGE_MS = 4_000;
/** In the middle third of what is judged of the samples. */
const OUTAGES = { redis: 0.55, postgres: 0.65 };
const CONCURRENCY = 10;
/** Tasks leave Redis during the run, and are read from the history. */
const RETENTION_MS = 10 * MINUTE_MS;
const MOST_GROWTH = {
  ...{ rss_mb: 1.15, heap_mb: 1.15, fds: 1.15 },
  ...{ redis_connections: 1.15, postgres_connections: 1.15 },
};

export default {
  fault: 'everything at once: a worker SIGKILL each minute, Redis and PostgreSQL once',
  async run(row) {
    const minutes = row.minutes ?? (row.isShort ? SHORT_MINUTES : MINUTES);
    const system = await startAll(row);
    const traffic = await Traffic.start(row, { minutes, celery: system.celery });
    const { deaths, samples } = await disturb(system, minutes);
    await traffic.stop();

    Object.assign(row.figures, { minutes, deaths });
    await traffic.judge(system.postgres, { mostRepeated: (deaths + 1) * CONCURRENCY });
    row.atLeast('workers killed', deaths, Math.floor(minutes) - 1);
    for (const [who, all] of Object.entries(samples))
      judgeGrowth(row, who, all, MOST_GROWTH, minutes >= JUDGED_MINUTES);
  },
};

/** API, two workers and a bridge; each connects to PostgreSQL by its own name. */
async function startAll(row) {
  if (!hasCelery) row.skip('needs Celery: apt-get install python3-celery python3-redis');
  const postgres = await createPostgres();
  if (postgres === undefined) row.skip('needs PostgreSQL: apt-get install postgresql');
  await postgres.start();
  const stand = await row.prepare({
    ...{ direct: true, shortLocks: row.isShort, redis: { settings: { appendfsync: 'always' } } },
    variables: {
      ...{ BRIDGE_PORT: '0', LOG_LEVEL: 'warn', RESULT_RETENTION_MS: String(RETENTION_MS) },
      WORKER_CONCURRENCY: `tasks=${CONCURRENCY}`,
    },
  });
  const redis = `redis://127.0.0.1:${stand.redis.port}`;
  const celery = { CELERY_BROKER_URL: `${redis}/1`, CELERY_RESULT_BACKEND: `${redis}/2` };
  const history = (name) => ({ HISTORY_URL: `${postgres.url}&application_name=${name}` });
  const startMortal = () => stand.startWorker('mortal', history('mortal'));
  const [api, worker, bridge, mortal] = await Promise.all([
    stand.startApi(history('api')),
    stand.startWorker('worker', history('worker')),
    stand.startBridge({ ...celery, ...history('bridge') }),
    startMortal(),
  ]);
  await stand.workersAreUp(2);
  return { stand, postgres, celery, watched: { api, worker, bridge }, mortal, startMortal };
}

/** Kills a worker each minute, and Redis and PostgreSQL once, and samples the other processes. */
async function disturb({ stand, postgres, watched, mortal, startMortal }, minutes) {
  const samples = Object.fromEntries(Object.keys(watched).map((who) => [who, []]));
  const begin = Date.now();
  const after = (share) => begin + share * minutes * MINUTE_MS;
  const restart = async (server) => {
    await server.kill();
    await hold(OUTAGE_MS);
    await server.start();
  };
  const due = [
    { at: after(OUTAGES.redis), inject: () => restart(stand.redis) },
    { at: after(OUTAGES.postgres), inject: () => restart(postgres) },
  ];
  let deaths = 0;
  let nextDeath = begin + MINUTE_MS;
  while (Date.now() < after(1)) {
    await pause(SAMPLE_MS);
    for (const [who, process] of Object.entries(watched)) {
      const sample = await sampleOf(process, who, stand, postgres).catch(() => undefined); // next time
      if (sample?.heap_mb > 0) samples[who].push(sample);
    }
    if (Date.now() >= due[0]?.at) await due.shift().inject();
    if (Date.now() < nextDeath) continue;
    nextDeath += MINUTE_MS;
    deaths += 1;
    await mortal.kill('SIGKILL');
    mortal = await startMortal();
  }
  return { deaths, samples };
}

async function sampleOf(process, name, { redis }, postgres) {
  const text = 'SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = $1';
  const [{ count }] = await postgres.query(text, [name]);
  return {
    ...(await held(process)),
    redis_connections: connectionsTo(process, redis.port),
    postgres_connections: count,
  };
}
