/** F26: of 2,000 clients that watch tasks, 100 read nothing. The others get every event as fast as without them. */
import { once } from 'node:events';
import { get } from 'node:http';
import { held, watchMemory } from './harness/resources.mjs';
import { warningsIn } from './harness/stand.mjs';
import { Tasks } from './harness/tasks.mjs';
import { hold, inParallel } from './harness/until.mjs';

const CLIENTS = 2_000;
const SLOW = 100;
const TASKS = 10;
const LINES = 50;
/** 20 MB for each of the hundred: more than kernel and process buffer for a client that does not read. */
const LOUD = { lines: LINES, bytes: 400_000 };
const WARM = 300;
const EVENT_LENGTH = 'event: snapshot'.length;
/** A client that lacks events this long after the end has missed them. */
const LATE_MS = 15_000;
/** 1 MiB may be buffered for a client, plus the last event. */
const SLOW_MB = 1.5;

export default {
  fault: '2,000 SSE clients, 100 of them slow',
  async run(row) {
    const stand = await row.prepare({ variables: { WORKER_CONCURRENCY: 'tasks=20', LOG_LEVEL: 'warn' } });
    const api = await stand.startApi();
    const tasks = new Tasks(stand.url);

    /** Submits a task with a short log, and connects its watchers before it starts. */
    async function watched(clients) {
      const submit = (payload) => tasks.mustSubmit('/tasks/faults.talk', { payload: { n: 0, ...payload } });
      const ids = await Promise.all(Array.from({ length: TASKS }, () => submit({ lines: LINES })));
      const seats = Array.from({ length: clients }, (_, i) => ids[i % TASKS]);
      const all = [];
      await inParallel(seats, 50, async (id) => all.push(await watch(stand.url, id)));
      return { all, loud: () => submit(LOUD) };
    }

    /**
     * Runs a worker until the queue is empty. @returns the number of clients that missed events, and event delays in ms
     */
    async function talk(name, clients) {
      const worker = await stand.startWorker(name);
      await Promise.all(tasks.ids.map((id) => tasks.ended(id)));
      await Promise.race([Promise.all(clients.map(({ ended }) => ended)), hold(LATE_MS)]);
      await worker.kill('SIGTERM');
      const missed = clients.filter(({ delays, hasResult }) => delays.length !== LINES || !hasResult);
      const sorted = clients.flatMap(({ delays }) => delays).sort((a, b) => a - b);
      const at = (share) => sorted[Math.floor(sorted.length * share)];
      return { missed: missed.length, p50: at(0.5), p99: at(0.99) };
    }

    const warm = await watched(WARM);
    await talk('worker-warm', warm.all);

    const empty = (await held(api)).rss_mb;
    const quick = await watched(CLIENTS - SLOW);
    const kib = (((await held(api)).rss_mb - empty) / (CLIENTS - SLOW)) * 1_024;
    // The same load twice: the hundred read, or do not.
    const heard = await quick.loud();
    await Promise.all(Array.from({ length: SLOW }, () => watch(stand.url, heard)));
    const memoryQuick = watchMemory(api);
    const withReaders = { ...(await talk('worker-quick', quick.all)), api_memory: memoryQuick.stop() };

    const others = await watched(CLIENTS - SLOW);
    const loud = await others.loud();
    const slow = await Promise.all(
      Array.from({ length: SLOW }, () => watch(stand.url, loud, { isSlow: true })),
    );
    const memorySlow = watchMemory(api);
    const withSlow = { ...(await talk('worker-slow', others.all)), api_memory: memorySlow.stop() };
    const cutOff = warningsIn(api).filter(({ msg }) => /too slowly/.test(msg)).length;
    slow.forEach(({ response }) => response.destroy());
    const kibAClient = Math.round(kib * 10) / 10;
    Object.assign(row.figures, { all_read: withReaders, some_slow: withSlow, kib_a_client: kibAClient });

    row.exactly('clients that missed something, all reading', withReaders.missed, 0);
    row.exactly('clients that missed something beside slow ones', withSlow.missed, 0);
    row.exactly('slow ones that were cut off', cutOff, SLOW);
    const slower = Math.round((withSlow.p99 / withReaders.p99) * 100) / 100;
    row.judge('p99 of an event beside slow ones, by that without', slower, '<= 1.5', slower <= 1.5);
    const more = withSlow.api_memory.most_mb - withReaders.api_memory.most_mb;
    row.atMost('memory that the slow ones take', Math.round(more), SLOW * SLOW_MB, 'MiB');
    row.atMost('memory of a client', kibAClient, 100, 'KiB');
  },
};

/** A client that has received its first event, or reads nothing at all. */
async function watch(url, id, { isSlow = false } = {}) {
  const request = get(`${url}/tasks/${id}/events`, { agent: false });
  request.on('error', () => undefined); // disconnected by either side
  const [response] = await once(request, 'response');
  response.on('error', () => undefined);
  if (response.statusCode !== 200) throw new Error(`A stream was answered ${response.statusCode}`);
  if (isSlow) return { response: response.pause() };
  const seen = { response, delays: [], hasResult: false };
  let last = '';
  response.setEncoding('utf8');
  const begun = new Promise((resolve) => {
    response.on('data', (text) => {
      const both = last + text; // a name may be split over two pieces
      last = text.slice(-EVENT_LENGTH);
      if (both.includes('event: snapshot')) resolve();
      if (both.includes('event: result')) seen.hasResult = true;
      for (const [, at] of text.matchAll(/"(\d{13}) /g)) seen.delays.push(Date.now() - Number(at));
    });
  });
  seen.ended = new Promise((resolve) => response.once('close', resolve)); // whatever ends it
  await begun;
  return seen;
}
