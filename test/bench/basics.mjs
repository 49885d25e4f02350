import { createHash } from 'node:crypto';
import { measureHttp } from './http-load.mjs';
import { start } from './programs.mjs';
import { addRate, bulkRate } from './raw-add.mjs';
import { clear, repeated, turns } from './rounds.mjs';
import { workerRate } from './worker-load.mjs';

const KEY = `cel_${'b'.repeat(43)}`;
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Submitting and executing, against raw BullMQ and a bare Nest route. */
export async function basics({ redis, url, folder }) {
  const rows = await overHttp({ redis, url, folder });
  const worker = (program, prefix) => () => workerRate({ program, prefix, url, redis, folder });
  const work = await turns(
    worker('test/bench/raw-worker.mjs', 'bench-raw'),
    worker('dist/worker.js', 'bench-worker'),
  );
  const add = await repeated(() => addRate(redis, 'bench-add'));
  const bulk = await repeated(() => bulkRate(redis, 'bench-bulk'));
  return [
    { what: 'raw BullMQ: queue.add, 32 in flight', figures: add },
    { what: 'raw BullMQ: addBulk of 1,000, jobs', figures: bulk },
    ...rows,
    { what: 'raw BullMQ Worker, concurrency 16', figures: work.baseline },
    {
      what: 'Celeriac worker, math.divide, concurrency 16',
      figures: work.ours,
      baseline: work.baseline,
      wanted: 0.9,
    },
  ];
}

async function overHttp({ redis, url, folder }) {
  const api = await start('dist/main.js', { REDIS_URL: url, REDIS_PREFIX: 'bench-api', DATA_DIR: folder });
  const bare = await start('test/bench/bare-nest.mjs', { REDIS_URL: url, REDIS_PREFIX: 'bench-bare' });
  const asMade = await start('test/bench/bare-nest.mjs', {
    REDIS_URL: url,
    REDIS_PREFIX: 'bench-stock',
    ADAPTER: 'stock',
  });
  const keyed = await start('dist/main.js', {
    ...{ REDIS_URL: url, REDIS_PREFIX: 'bench-keyed', DATA_DIR: folder },
    ...{ API_KEYS: `bench:submitter:${sha256(KEY)}`, RATE_LIMIT: '1000000000' },
  });
  const get = (base) => async () => (await measureHttp({ url: `${base}/`, status: 200 })).perSecond;
  const post = (base, prefix, headers) => async () => {
    const load = { url: `${base}/tasks?x=10&y=2`, method: 'POST', status: 201, headers };
    const { perSecond, accepted } = await measureHttp(load);
    await expectStored(redis, prefix, accepted);
    await clear(redis, prefix);
    return perSecond;
  };
  const hello = await turns(get(bare.url), get(api.url));
  const submit = await turns(post(bare.url, 'bench-bare'), post(api.url, 'bench-api'));
  const withKey = await repeated(post(keyed.url, 'bench-keyed', { authorization: `Bearer ${KEY}` }));
  const stock = await repeated(post(asMade.url, 'bench-stock'));
  await Promise.all([api, keyed, bare, asMade].map((program) => program.stop()));
  return [
    { what: 'bare Nest on our adapter: GET /', figures: hello.baseline },
    { what: 'Celeriac:  GET /', figures: hello.ours, baseline: hello.baseline },
    { what: 'bare Nest as `nest new` makes it: POST, same DTO, raw queue.add', figures: stock },
    { what: 'bare Nest on our adapter: POST, same DTO, raw queue.add', figures: submit.baseline },
    {
      what: 'Celeriac:  POST /tasks?x=10&y=2',
      figures: submit.ours,
      baseline: submit.baseline,
      wanted: 0.95,
    },
    {
      what: 'Celeriac:  the same, with an API key and its quota',
      figures: withKey,
      baseline: submit.baseline,
    },
  ];
}

/** A figure is valid only if every 201 is a stored job. */
async function expectStored(redis, prefix, accepted) {
  const queue = `${prefix}:tasks`;
  const stored = (await redis.llen(`${queue}:wait`)) + (await redis.zcard(`${queue}:prioritized`));
  // Requests in progress when the load ended are stored but not counted: at most one per connection.
  if (stored < accepted || stored > accepted + 32)
    throw new Error(`${accepted} answers 201, but ${stored} jobs`);
}
