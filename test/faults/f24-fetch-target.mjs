/** F24: whatever a fetched server sends, the fetch ends within its limits and the worker's memory does not grow. */
import { startHostileOrigin } from './harness/hostile-origin.mjs';
import { watchMemory } from './harness/resources.mjs';
import { Tasks } from './harness/tasks.mjs';

const EACH = 4;
const TOTAL_MS = 5_000;
/** Tolerance beyond a fetch's time limit. */
const SLACK_S = 1;

/** Valid bodies near the maximum size, as many at once as a worker fetches: their memory is the baseline. */
const GOOD = ['large', 'large-gzip'];
const AT_ONCE = 16;
/** Number of rounds until the heap has grown to its normal size. */
const ROUNDS = 15;

/** Expected by path: the task's status, its attempts of two, and its error. */
const KINDS = {
  ok: { status: 'SUCCESS', attempt: 1 },
  'gzip-bomb': { status: 'FAILURE', attempt: 1, error: 'ResponseTooLargeError' },
  endless: { status: 'FAILURE', attempt: 1, error: 'ResponseTooLargeError' },
  gigabyte: { status: 'FAILURE', attempt: 1, error: 'ResponseTooLargeError' },
  drip: { status: 'FAILURE', attempt: 2, error: 'OutboundTimeoutError' },
  'drip-header': { status: 'FAILURE', attempt: 2, error: 'OutboundTimeoutError' },
  hang: { status: 'FAILURE', attempt: 2, error: 'OutboundTimeoutError' },
  header: { status: 'FAILURE', attempt: 1, error: 'ResponseTooLargeError' },
  'length-long': { status: 'FAILURE', attempt: 2, error: 'OutboundConnectionError' },
  'length-huge': { status: 'FAILURE', attempt: 2, error: 'OutboundTimeoutError' },
  'length-twice': { status: 'FAILURE', attempt: 2, error: 'OutboundConnectionError' },
  // Five bytes are the whole body; the connection is closed because of the bytes after them.
  'length-short': { status: 'SUCCESS', attempt: 1, bytes: 5 },
};

/** Paths that could use memory, requested in all slots at once. */
const BOMBS = ['gzip-bomb', 'endless', 'gigabyte'];

export default {
  fault: 'fetch: gzip bomb, endless, slow drip, 30 kB header, lying length',
  async run(row) {
    const origin = await startHostileOrigin();
    row.atEnd(() => origin.close());
    const stand = await row.prepareAll({
      workers: 1,
      variables: { FAULTS_INTERNET_PORT: String(origin.port) },
    });
    const [worker] = stand.workers;
    const tasks = new Tasks(stand.url);
    const fetchEach = (paths, each) =>
      Promise.all(
        paths.flatMap((path) =>
          Array.from({ length: each }, async (_, n) => {
            // One host each, to avoid the limit per host.
            const url = `http://${path}-${n}.example.com:8080/${path}`;
            const payload = { url, total_timeout_ms: TOTAL_MS, cache_ttl_ms: 0 };
            const options = { attempts: 2, backoff: { type: 'fixed', delay_ms: 100 } };
            const id = await tasks.mustSubmit('/tasks/fetch.store', { payload, options });
            return { path, task: await tasks.ended(id, 120_000) };
          }),
        ),
      );

    const good = watchMemory(worker);
    for (let round = 0; round < ROUNDS; round++) for (const path of GOOD) await fetchEach([path], AT_ONCE);
    const { most_mb: goodMb } = good.stop();

    const memory = watchMemory(worker);
    const from = origin.requests.length;
    const ended = await fetchEach(Object.keys(KINDS), EACH);
    for (const path of BOMBS) await fetchEach([path], AT_ONCE);
    const { most_mb: hostileMb } = memory.stop();
    const wrong = ended.map(told).filter(({ path, ...found }) => !isAs(found, KINDS[path]));
    const longest = Math.max(
      ...origin.requests.slice(from).map(({ at, endedAt }) => (endedAt ?? Date.now()) - at),
    );

    row.counts = await tasks.count();
    Object.assign(row.figures, {
      most_mb: { good: goodMb, hostile: hostileMb },
      sent_bytes: origin.sent,
      unlike_documented: wrong,
    });
    row.exactly('lost', row.counts.lost, 0);
    row.exactly('ended otherwise than documented', wrong.length, 0);
    row.within('longest connection, limit 5 s', longest / 1_000, TOTAL_MS / 1_000 + SLACK_S);
    const more = Math.round((hostileMb - goodMb) * 10) / 10;
    row.atMost('memory of the worker beyond what good bodies need', more, 10, 'MiB');
  },
};

function told({ path, task: { status, attempt, error, result } }) {
  return { path, status, attempt, error: error?.type, bytes: result?.bytes };
}

function isAs(found, wanted) {
  return Object.entries(wanted).every(([name, value]) => found[name] === value);
}
