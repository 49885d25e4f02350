/** F25: a client that sends too many requests is asked to wait, and others do not notice. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { ask } from './harness/ask.mjs';
import { latencies } from './harness/load.mjs';
import { hold, until } from './harness/until.mjs';

/** Default quota of requests per minute and key. */
const QUOTA = 6_000;
const FLOOD_PER_S = 2_000;
/** Share of the rate that the generator reaches on a machine shared with its target. */
const REACHED = 0.95;
const STEADY_PER_S = 50;
const SECONDS = 20;
const WARM_UP_MS = 3_000;

const newKey = () => `cel_${randomBytes(32).toString('base64url')}`;
const entryOf = (name, key) => `${name}:submitter:${createHash('sha256').update(key).digest('hex')}`;
const bearer = (key) => ({ Authorization: `Bearer ${key}` });

export default {
  fault: 'one key floods with 2,000 req/s',
  async run(row) {
    const [flooding, steady] = [newKey(), newKey()];
    const API_KEYS = [entryOf('flooding', flooding), entryOf('steady', steady)].join(',');
    const stand = await row.prepare({
      variables: { API_KEYS, RATE_LIMIT: String(QUOTA), LOG_LEVEL: 'warn' },
    });
    const api = await stand.startApi();
    const { submissions } = stand;
    submissions.headers = bearer(steady);
    // Submits that nobody reads: the effects are counted at the end.
    const load = row.load({ rate: STEADY_PER_S });
    row.phase = 'warm-up';
    await hold(WARM_UP_MS);
    row.phase = 'before';
    await hold(SECONDS * 1_000);

    // Requests within the quota are normal traffic: the flood begins with the first refusal.
    row.phase = 'quota';
    const post = {
      url: `${stand.url}/tasks/faults.effect`,
      headers: { ...bearer(flooding), 'Content-Type': 'application/json' },
      body: JSON.stringify({ payload: { n: 1_000_000 } }),
      rate: FLOOD_PER_S,
    };
    const first = await flooded({ ...post, seconds: QUOTA / FLOOD_PER_S + 0.25 });

    row.phase = 'during';
    const cpuBefore = cpuSeconds(api);
    const flood = flooded({ ...post, seconds: SECONDS });
    const refusal = await ask(post.url, {
      method: 'POST',
      headers: post.headers,
      json: { payload: { n: 1_000_000 } },
    });
    const { codes, errors, seconds: duration } = await flood;
    const cpu = cpuSeconds(api) - cpuBefore;
    await load.stop();

    const answers = Object.values(codes).reduce((a, b) => a + b, 0);
    const { before, during } = latencies(submissions.entries);
    Object.assign(row.figures, {
      flood: { per_s: Math.round(answers / duration), codes, errors },
      within_quota: first.codes['201'],
      api_cpu_share: Math.round((cpu / duration) * 100) / 100,
      cpu_us_an_answer: Math.round((cpu / answers) * 1_000_000),
    });
    row.exactly('taken of the first key', row.figures.within_quota, QUOTA);
    row.atLeast('answers to the flood', row.figures.flood.per_s, FLOOD_PER_S * REACHED, 'a second');
    row.exactly('of them other than 429', answers - (codes['429'] ?? 0), 0);
    row.exactly('errors of its connections', errors, 0);
    row.exactly('what is said', refusal.code, 'rate-limited');
    row.atMost('Retry-After', Number(refusal.headers?.['retry-after']), 60, 's');
    row.exactly(
      'refused to the other key',
      submissions.entries.length - submissions.of('accepted').length,
      0,
    );
    const slower = Math.round((during.p99 / before.p99) * 100) / 100;
    row.judge('p99 of the other key by its baseline', slower, '< 2', slower < 2);

    await stand.startWorker('worker-1', { WORKER_CONCURRENCY: 'tasks=50' });
    const own = new Set(submissions.entries.map(({ n }) => n));
    const done = () => new Set(stand.sink.effects.map(({ n }) => n).filter((n) => own.has(n))).size;
    await until(() => done() === own.size, { what: 'all tasks of the other key', limitMs: 120_000 }).catch(
      () => undefined,
    );
    row.exactly('lost', own.size - done(), 0);
  },
};

/** Floods from a separate thread, which shares only the CPU with the measured client. */
async function flooded(workerData) {
  const [answers] = await once(
    new Worker(new URL('programs/flood.mjs', import.meta.url), { workerData }),
    'message',
  );
  return answers;
}

/** CPU time of a process in seconds; Linux counts in hundredths. */
function cpuSeconds({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
