import { once } from 'node:events';
import { get } from 'node:http';
import { start } from './programs.mjs';
import { clear, repeated } from './rounds.mjs';

const STREAMS = 1_000;
/** Opened and closed before measuring memory, so that code is compiled and the heap has grown. */
const WARM = 200;
const CHANGES = 20;
/** Number of streams opened concurrently. */
const BATCH = 100;
const MIB = 1_048_576;
const PREFIX = 'bench-streams';

/**
 * STREAMS clients of one API process watch one task: memory per client, and time from a change in the broker until the
 * last client has it.
 */
export async function streams({ url, redis, folder }) {
  const rounds = await repeated(() => measure({ url, redis, folder }));
  const fanOut = rounds.map(({ fanOutMs }) => fanOutMs);
  return [
    { what: 'memory of a stream, 1,000 open', figures: rounds.map(({ kib }) => kib), unit: 'KiB' },
    { what: 'from a change until all 1,000 have it', figures: fanOut, unit: 'ms' },
    { what: 'events delivered', figures: fanOut.map((ms) => (STREAMS / ms) * 1_000) },
  ];
}

async function measure({ url, redis, folder }) {
  const api = await start('dist/main.js', { REDIS_URL: url, REDIS_PREFIX: PREFIX, DATA_DIR: folder });
  const id = await submit(api.url);
  await closeAll(await openStreams(api.url, id, WARM));
  const before = await rss(api.url);
  const open = await openStreams(api.url, id, STREAMS);
  const kib = ((await rss(api.url)) - before) / STREAMS / 1_024;
  const fanOutMs = await medianFanOutMs(redis, id, open);
  await closeAll(open);
  await api.stop();
  await clear(redis, PREFIX);
  return { kib, fanOutMs };
}

/** A delayed task, which only the bench changes. */
async function submit(url) {
  const body = JSON.stringify({ payload: { x: 10, y: 2 }, options: { delay_ms: 3_600_000 } });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}/tasks/math.divide`, { method: 'POST', headers, body });
  if (answer.status !== 201) throw new Error(`The submit was answered ${answer.status}`);
  return (await answer.json()).task_id;
}

/** Resolves when every client has its snapshot. */
async function openStreams(url, id, count) {
  const streams = [];
  while (streams.length < count)
    streams.push(...(await Promise.all(Array.from({ length: BATCH }, () => openStream(url, id)))));
  return streams;
}

async function openStream(url, id) {
  const [response] = await once(get(`${url}/tasks/${id}/events`, { agent: false }), 'response');
  if (response.statusCode !== 200) throw new Error(`A stream was answered ${response.statusCode}`);
  const stream = { response, heard: () => undefined };
  response.setEncoding('utf8');
  const hasSnapshot = new Promise((resolve) => {
    response.on('data', (text) => {
      if (text.includes('event: snapshot')) resolve();
      if (text.includes('event: progress')) stream.heard(text);
    });
  });
  await hasSnapshot;
  return stream;
}

/** Time from a change, made like a worker's, until the last client has it. */
async function medianFanOutMs(redis, id, streams) {
  const times = [];
  for (let progress = 1; progress <= CHANGES; progress++) {
    const all = Promise.all(streams.map((stream) => hears(stream, `{"progress":${progress}}`)));
    const begin = performance.now();
    await redis
      .multi()
      .hset(`${PREFIX}:tasks:${id}`, 'progress', progress)
      .publish(`${PREFIX}:changes`, id)
      .exec();
    await all;
    times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[CHANGES / 2];
}

function hears(stream, data) {
  return new Promise((resolve) => {
    stream.heard = (text) => {
      if (text.includes(data)) resolve();
    };
  });
}

async function closeAll(streams) {
  await Promise.all(
    streams.map(({ response }) => {
      const closed = new Promise((resolve) => response.once('close', resolve));
      response.destroy();
      return closed;
    }),
  );
}

/** Memory in bytes, accurate to a MiB, as reported by the process after an idle pause. */
async function rss(url) {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const { details } = await (await fetch(`${url}/health/live`)).json();
  return details.memory.rss_mb * MIB;
}
