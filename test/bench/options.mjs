import { measureHttp } from './http-load.mjs';
import { start } from './programs.mjs';
import { clear, turns } from './rounds.mjs';

const PREFIX = 'bench-options';
const ALL = {
  delay_ms: 3_600_000,
  expires_at: '2099-01-01T00:00:00.000Z',
  priority: 'high',
  attempts: 5,
  backoff: { type: 'exponential', delay_ms: 500, max_ms: 30_000, jitter: 0.3 },
  timeout_ms: 10_000,
  tags: ['a', 'b'],
  retention_ms: 3_600_000,
};

/** A submit with all options, compared with one without: from code and over HTTP. */
export async function options(broker) {
  return [...(await fromCode(broker)), ...(await overHttp(broker))];
}

async function fromCode({ redis, url, folder }) {
  const environment = { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder };
  const submitter = await start('test/bench/submitter.mjs', environment);
  const submit = (which) => async () => {
    const { rate } = await submitter.ask(which);
    await clear(redis, PREFIX);
    return rate;
  };
  await submitter.ask('all'); // warm
  const { baseline, ours } = await turns(submit('plain'), submit('all'));
  await submitter.stop();
  return [
    { what: 'taskQueue.submit', figures: baseline },
    { what: 'taskQueue.submit with all options', figures: ours, baseline, wanted: 0.9 },
  ];
}

async function overHttp({ redis, url, folder }) {
  const api = await start('dist/main.js', { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder });
  const post = (body) => async () => {
    const load = { url: `${api.url}/tasks/math.divide`, method: 'POST', status: 201, body };
    const { perSecond } = await measureHttp(load);
    await clear(redis, PREFIX);
    return perSecond;
  };
  const payload = { x: 10, y: 2 };
  const { baseline, ours } = await turns(post({ payload }), post({ payload, options: ALL }));
  await api.stop();
  return [
    { what: 'POST /tasks/math.divide', figures: baseline },
    { what: 'POST /tasks/math.divide with all options', figures: ours, baseline, wanted: 0.9 },
  ];
}
