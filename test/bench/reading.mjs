import { measureHttp } from './http-load.mjs';
import { start } from './programs.mjs';
import { clear, turns } from './rounds.mjs';

const PREFIX = 'bench-reading';

/** `GET /tasks/{id}`, compared with a bare Nest route that reads the same job with one HGETALL. */
export async function reading({ redis, url, folder }) {
  const environment = { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder };
  const api = await start('dist/main.js', environment);
  const bare = await start('test/bench/bare-nest.mjs', environment);
  const submitted = await fetch(`${api.url}/tasks?x=10&y=2`, { method: 'POST' });
  const { task_id: id } = await submitted.json();
  const read = (base) => async () =>
    (await measureHttp({ url: `${base}/tasks/${id}`, status: 200 })).perSecond;
  const { baseline, ours } = await turns(read(bare.url), read(api.url));
  await Promise.all([api.stop(), bare.stop()]);
  await clear(redis, PREFIX);
  return [
    { what: 'bare Nest on our adapter: GET, one HGETALL', figures: baseline },
    { what: 'Celeriac:  GET /tasks/{id}', figures: ours, baseline, wanted: 0.75 },
  ];
}
