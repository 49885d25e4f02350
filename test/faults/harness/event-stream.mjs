import { get } from 'node:http';

const FINAL = new Set(['SUCCESS', 'FAILURE', 'REVOKED']);

/**
 * Follows the events of a task like a browser's EventSource: reconnects with the last id after the stream has ended,
 * until it received a final state.
 *
 * @param maxStreams maximum number of connections
 * @returns { status, streams, events }
 */
export async function follow(url, { maxStreams = 20 } = {}) {
  const seen = { status: undefined, streams: 0, events: 0, lastId: undefined };
  while (!FINAL.has(seen.status) && seen.streams < maxStreams) {
    seen.streams += 1;
    await oneStream(url, seen).catch(() => undefined); // disconnected: it reconnects
  }
  return seen;
}

async function oneStream(url, seen) {
  const headers = seen.lastId === undefined ? {} : { 'Last-Event-ID': seen.lastId };
  const response = await new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).once('error', reject);
  });
  response.setEncoding('utf8');
  let rest = '';
  for await (const text of response) {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) take(block, seen);
  }
}

function take(block, seen) {
  const field = (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const data = field('data');
  if (data === undefined) return;
  seen.events += 1;
  seen.lastId = field('id') ?? seen.lastId;
  seen.status = JSON.parse(data).status ?? seen.status;
}
