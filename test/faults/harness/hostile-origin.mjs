import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import { gzipSync } from 'node:zlib';

const GIB = 1_073_741_824;
/** A valid body near FETCH_MAX_BYTES. */
const LARGE_CHUNKS = 150;
const CHUNK = Buffer.alloc(65_536, 'x');

/** Decompressors read consecutive members (RFC 1952, section 2.2): 100 MB of zeros each. */
const BOMB_MEMBER = gzipSync(Buffer.alloc(100_000_000));
const BOMB_MEMBERS = 100;
const LARGE_GZIP = gzipSync(
  randomBytes(LARGE_CHUNKS * CHUNK.length)
    .toString('base64')
    .slice(0, LARGE_CHUNKS * CHUNK.length),
);

/** The misbehaviour of each path. `sent` counts the bytes of its bodies. */
const BEHAVIOURS = {
  ok: (response) => response.end('ok'),
  large: (response, count) => pour(response.writeHead(200), CHUNK, count, LARGE_CHUNKS),
  'large-gzip': (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(LARGE_GZIP),
  500: (response) => response.writeHead(500).end('broken'),
  hang: () => undefined,
  'hang-in-body': (response) => response.writeHead(200).write('a'),
  redirect: (response) => response.writeHead(307, { Location: 'http://127.0.0.1:8080/loopback' }).end(),
  gigabyte: (response, count) =>
    pour(response.writeHead(200, { 'Content-Length': GIB }), CHUNK, count, GIB / CHUNK.length),
  'gigabyte-500': (response, count) => pour(response.writeHead(500), CHUNK, count, GIB / CHUNK.length),
  endless: (response, count) => pour(response.writeHead(200), CHUNK, count, Infinity),
  'gzip-bomb': (response, count) =>
    pour(response.writeHead(200, { 'Content-Encoding': 'gzip' }), BOMB_MEMBER, count, BOMB_MEMBERS),
  drip: (response) => drip(response, response.writeHead(200, { 'Content-Type': 'text/plain' }), 'a'),
  'drip-header': ({ socket }) => drip(socket, socket, 'HTTP/1.1 200 OK\r\nX: ', 'a'),
  header: (response) => response.writeHead(200, { 'X-Large': 'a'.repeat(30_000) }).end('ok'),
  // The declared length exceeds the body.
  'length-long': ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nshort'),
  // The body exceeds the declared length.
  'length-short': ({ socket }) =>
    socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${'a'.repeat(200_000)}`),
  'length-huge': ({ socket }) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9007199254740991\r\n\r\nshort'),
  'length-twice': ({ socket }) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nshort!'),
};

/**
 * An HTTP server that misbehaves according to the path, for any host name.
 *
 * @returns `requests`: { path, at, endedAt } of each, in ms; `sent`: bytes of large bodies, by path
 */
export async function startHostileOrigin() {
  const requests = [];
  const sent = {};
  const server = createServer((request, response) => {
    const path = request.url.slice(1);
    const seen = { path, at: Date.now(), endedAt: undefined };
    requests.push(seen);
    request.socket.on('error', () => undefined); // disconnected, as expected
    request.socket.once('close', () => (seen.endedAt = Date.now()));
    request.resume();
    const count = (bytes) => (sent[path] = (sent[path] ?? 0) + bytes);
    BEHAVIOURS[path]?.(response, count);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: server.address().port, requests, sent, close };
}

/** Writes as fast as the client reads. */
function pour(response, chunk, count, times) {
  function* chunks() {
    for (let i = 0; i < times; i++) {
      count(chunk.length);
      yield chunk;
    }
  }
  pipeline(Readable.from(chunks()), response, () => undefined);
}

/** Never silent long enough for a timeout. */
function drip(closing, stream, first, then = first) {
  stream.write(first);
  const timer = setInterval(() => stream.write(then), 200);
  closing.once('close', () => clearInterval(timer));
}
