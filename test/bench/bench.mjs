/**
 * `npm run bench [-- SECTION…]`: compares Celeriac with the same work done without it, in one run on one Redis. Each
 * measured program is a separate process; compared programs take turns, and the median counts, because machines are
 * noisy. Sections: basics, whole, reading, latency, depth, startup, first-task, options, batch, threads, listing,
 * streams, watching, memory, workflows, schedules, history, celery, console; all of them by default.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startEmbeddedRedis } from '../../dist/platform/embedded/redis/embedded-redis.js';
import { basics } from './basics.mjs';
import { batch } from './batch.mjs';
import { celery } from './celery.mjs';
import { consoleInBrowser } from './console.mjs';
import { depth } from './depth.mjs';
import { firstTask } from './first-task.mjs';
import { history } from './history.mjs';
import { latency } from './latency.mjs';
import { listing } from './listing.mjs';
import { memory } from './memory.mjs';
import { options } from './options.mjs';
import { endAll } from './programs.mjs';
import { reading } from './reading.mjs';
import { ROUNDS } from './rounds.mjs';
import { schedules } from './schedules.mjs';
import { startup } from './startup.mjs';
import { streams } from './streams.mjs';
import { printTable } from './table.mjs';
import { threads } from './threads.mjs';
import { watching } from './watching.mjs';
import { whole } from './whole.mjs';
import { workflows } from './workflows.mjs';

const sections = {
  basics,
  whole,
  reading,
  latency,
  depth,
  startup,
  'first-task': firstTask,
  options,
  batch,
  threads,
  listing,
  streams,
  watching,
  memory,
  workflows,
  schedules,
  history,
  celery,
  console: consoleInBrowser,
};
const names = process.argv.slice(2);
for (const name of names) {
  if (!(name in sections))
    throw new Error(`There is no section ${name}: ${Object.keys(sections).join(', ')}`);
}

const folder = await mkdtemp(join(tmpdir(), 'celeriac-bench-'));
const embedded = process.env.REDIS_URL
  ? undefined
  : await startEmbeddedRedis({ dataDir: folder, say: (line) => console.error(line) });
const url = process.env.REDIS_URL ?? embedded.url;
const redis = new Redis(url);

try {
  await describeMachine();
  for (const name of names.length > 0 ? names : Object.keys(sections)) {
    console.log(`\n${name}\n`);
    printTable(await sections[name]({ redis, url, folder }));
  }
} finally {
  await endAll();
  redis.disconnect();
  await embedded?.stop();
  await rm(folder, { recursive: true, force: true });
}

async function describeMachine() {
  const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1];
  const fsync = (await redis.config('GET', 'appendfsync'))[1];
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores, Redis ${version}, appendfsync ${fsync}`,
  );
  console.log(`Median of ${ROUNDS} rounds (lowest to highest); per second where no unit is named`);
}
