import { v7 } from 'uuid';
import { choosePostgres } from '../../dist/platform/embedded/postgres/choose-postgres.js';
import { startEmbeddedPostgres } from '../../dist/platform/embedded/postgres/embedded-postgres.js';
import { measureHttp } from './http-load.mjs';
import { openHistory } from './history/open-history.mjs';
import { searches } from './history/searches.mjs';
import { storeEnded } from './jobs.mjs';
import { start } from './programs.mjs';
import { clear, turns } from './rounds.mjs';
import { workerRate } from './worker-load.mjs';

const PREFIX = 'bench-history';
/** Finished tasks that wait to be recorded. */
const BACKLOG = Number(process.env.BENCH_BACKLOG ?? 50_000);
const CHUNK = 5_000;

/**
 * Searches of a large history, and what recording one costs. BENCH_TASKS is the number of tasks that are generated
 * (default 200,000; the figures in docs/history.md are for 10,000,000). HISTORY_URL names a database of its own, which
 * is filled if it is empty; the recording is measured in another one that the server makes.
 */
export async function history(broker) {
  const server = process.env.HISTORY_URL ? undefined : await serve(broker.folder);
  const url = process.env.HISTORY_URL ?? server.url;
  try {
    const rows = process.env.BENCH_ONLY === 'recorder' ? [] : await searches(url);
    return process.env.BENCH_ONLY === 'searches' ? rows : [...rows, ...(await recording(broker, url))];
  } finally {
    await server?.stop();
  }
}

async function serve(folder) {
  const chosen = choosePostgres(folder);
  if (chosen.programs === undefined) throw new Error(`PostgreSQL is needed: ${chosen.remedy}`);
  return startEmbeddedPostgres({ dataDir: folder, chosen, say: (line) => console.error(line) });
}

async function recording({ redis, url, folder }, historyUrl) {
  const worker = (prefix, variables) =>
    workerRate({ program: 'dist/worker.js', prefix, url, redis, folder, variables });
  const drain = await withDatabase(historyUrl, (own) => drainRate({ redis, url, folder }, own));
  const work = await turns(
    () => worker('bench-unrecorded', {}),
    () => withDatabase(historyUrl, (own) => worker('bench-recorded', { HISTORY_URL: own })),
  );
  const submit = await withDatabase(historyUrl, (own) => submitRates({ redis, url, folder }, own));
  return [
    { what: `recorder, from a backlog of ${BACKLOG.toLocaleString('en-US')}: tasks`, figures: [drain] },
    { what: 'worker, math.divide, without a history', figures: work.baseline },
    {
      what: 'worker, math.divide, with its recorder',
      figures: work.ours,
      baseline: work.baseline,
      wanted: 0.8,
    },
    { what: 'POST /tasks?x=10&y=2 without a history', figures: submit.baseline },
    {
      what: 'POST /tasks?x=10&y=2 with a history',
      figures: submit.ours,
      baseline: submit.baseline,
      wanted: 0.97,
    },
  ];
}

async function submitRates({ redis, url, folder }, historyUrl) {
  const [plain, kept] = await Promise.all(
    [{}, { HISTORY_URL: historyUrl }].map((more, i) =>
      start('dist/main.js', { REDIS_URL: url, REDIS_PREFIX: `bench-submit-${i}`, DATA_DIR: folder, ...more }),
    ),
  );
  const post = (base, prefix) => async () => {
    const load = { url: `${base}/tasks?x=10&y=2`, method: 'POST', status: 201 };
    const { perSecond } = await measureHttp(load);
    await clear(redis, prefix);
    return perSecond;
  };
  const rates = await turns(post(plain.url, 'bench-submit-0'), post(kept.url, 'bench-submit-1'));
  await Promise.all([plain.stop(), kept.stop()]);
  return rates;
}

/** A history belongs to one installation, so each measurement has a database of its own. */
async function withDatabase(historyUrl, measure) {
  const own = await emptyDatabase(historyUrl);
  const result = await measure(own.url);
  await own.drop();
  return result;
}

async function emptyDatabase(url) {
  const server = await openHistory(url);
  const name = `bench_${v7().replaceAll('-', '')}`;
  await server.database.write(`CREATE DATABASE ${name}`);
  await server.close();
  const own = new URL(url.replace('@/', '@socket/'));
  own.pathname = `/${name}`;
  const drop = async () => {
    const again = await openHistory(url);
    await again.database.write(`DROP DATABASE ${name} WITH (FORCE)`);
    await again.close();
  };
  return { url: own.href.replace('@socket/', '@/'), drop };
}

/** Tasks per second that a worker with nothing else to do records. */
async function drainRate({ redis, url, folder }, historyUrl) {
  await clear(redis, PREFIX);
  for (let made = 0; made < BACKLOG; made += CHUNK) {
    const pipeline = redis.pipeline();
    for (let i = 0; i < CHUNK; i++)
      storeEnded(pipeline, PREFIX, v7({ msecs: Date.now() - BACKLOG + made + i }), Date.now() - 60_000);
    await pipeline.exec();
  }
  const history = await openHistory(historyUrl);
  await history.database.ready();
  const recorded = async () =>
    Number((await history.database.read('SELECT count(*) AS count FROM task'))[0].count);
  const environment = { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder, HISTORY_URL: historyUrl };
  const worker = await start('dist/worker.js', environment);
  const from = await reach(recorded, 1);
  const to = await reach(recorded, BACKLOG);
  await worker.stop();
  await history.close();
  await clear(redis, PREFIX);
  return ((to.count - from.count) / (to.at - from.at)) * 1_000;
}

async function reach(count, wanted) {
  for (;;) {
    const now = await count();
    if (now >= wanted) return { count: now, at: performance.now() };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
