/**
 * `npm run bench`: how fast this is, against the same work without it, in one run on one Redis. Every measured
 * program is a process of its own; the compared ones take turns, and the median counts, because machines are noisy.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startEmbeddedRedis } from '../../dist/embedded/embedded-redis.js';
import { measureHttp } from './http-load.mjs';
import { measureAdd, measureAddBulk } from './raw-add.mjs';
import { printTable } from './table.mjs';
import { measureWorker } from './worker-load.mjs';
import { endAll, start } from './programs.mjs';

const ROUNDS = 3;

const folder = await mkdtemp(join(tmpdir(), 'celeriac-bench-'));
const embedded = process.env.REDIS_URL
  ? undefined
  : await startEmbeddedRedis({ dataDir: folder, say: (line) => console.error(line) });
const url = process.env.REDIS_URL ?? embedded.url;
const redis = new Redis(url);

try {
  await bench();
} finally {
  await endAll();
  await removeKeys();
  redis.disconnect();
  await embedded?.stop();
  await rm(folder, { recursive: true, force: true });
}

async function bench() {
  const api = await start('dist/main.js', { REDIS_URL: url, REDIS_PREFIX: 'bench-api', DATA_DIR: folder });
  const bare = await start('test/bench/bare-nest.mjs', { REDIS_URL: url, REDIS_PREFIX: 'bench-bare' });
  const get = (base) => () => measureHttp(`${base}/`, 'GET', 200);
  const post = (base, prefix) => async () => {
    await clear(prefix);
    const { perSecond, accepted } = await measureHttp(`${base}/tasks?x=10&y=2`, 'POST', 201);
    await expectStored(prefix, accepted);
    return { perSecond };
  };
  const hello = await turns(get(bare.url), get(api.url));
  const submit = await turns(post(bare.url, 'bench-bare'), post(api.url, 'bench-api'));
  await Promise.all([api.stop(), bare.stop()]);

  const worker = (program, prefix) => async () => {
    await clear(prefix);
    return measureWorker({ program, prefix, url, redis, folder });
  };
  const work = await turns(
    worker('test/bench/raw-worker.mjs', 'bench-raw'),
    worker('dist/worker.js', 'bench-worker'),
  );
  const add = await repeated(() => measureAdd(redis, 'bench-add'));
  const bulk = await repeated(() => measureAddBulk(redis, 'bench-bulk'));
  await report({ hello, submit, work, add, bulk });
}

async function report({ hello, submit, work, add, bulk }) {
  const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1];
  const fsync = (await redis.config('GET', 'appendfsync'))[1];
  console.log(
    `\nNode ${process.version}, ${availableParallelism()} cores, Redis ${version}, appendfsync ${fsync}`,
  );
  console.log(`Median of ${ROUNDS} rounds (lowest to highest), per second\n`);
  printTable([
    { what: 'raw BullMQ: queue.add, 32 in flight', rates: add },
    { what: 'raw BullMQ: addBulk of 1,000, jobs', rates: bulk },
    { what: 'bare Nest: GET /', rates: hello.baseline },
    { what: 'Celeriac:  GET /', rates: hello.ours, baseline: hello.baseline },
    { what: 'bare Nest: POST, same DTO, raw queue.add', rates: submit.baseline },
    { what: 'Celeriac:  POST /tasks?x=10&y=2', rates: submit.ours, baseline: submit.baseline, wanted: 0.6 },
    { what: 'raw BullMQ Worker, concurrency 16', rates: work.baseline },
    {
      what: 'Celeriac worker, math.divide, concurrency 16',
      rates: work.ours,
      baseline: work.baseline,
      wanted: 0.7,
    },
  ]);
}

/** Lets both take turns, each first in every other round. */
async function turns(baseline, ours) {
  const rates = { baseline: [], ours: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? ['baseline', 'ours'] : ['ours', 'baseline'];
    for (const one of order) rates[one].push((await { baseline, ours }[one]()).perSecond);
  }
  return rates;
}

async function repeated(measure) {
  const rates = [];
  for (let round = 0; round < ROUNDS; round++) {
    await removeKeys();
    rates.push((await measure()).perSecond);
  }
  return rates;
}

/** A figure counts only when every 201 is a stored job. */
async function expectStored(prefix, accepted) {
  const stored = await redis.llen(`${prefix}:tasks:wait`);
  // Requests that were in flight when the load ended are stored and not counted: at most one a connection.
  if (stored < accepted || stored > accepted + 32)
    throw new Error(`${accepted} answers 201, but ${stored} jobs`);
}

async function clear(prefix) {
  const stream = redis.scanStream({ match: `${prefix}:*`, count: 5_000 });
  for await (const keys of stream) if (keys.length > 0) await redis.unlink(...keys);
}

async function removeKeys() {
  for (const prefix of ['bench-api', 'bench-bare', 'bench-raw', 'bench-worker', 'bench-add', 'bench-bulk'])
    await clear(prefix);
}
