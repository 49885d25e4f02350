import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { createProbeServer } from '../../src/worker/probe-server.js';
import { limitServer } from '../../src/api/server/server-limits.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { RawClient, listen, parseAnswer } from '../support/raw-http.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const LIMITS = {
  HEADERS_TIMEOUT_MS: '300',
  REQUEST_TIMEOUT_MS: '600',
  MAX_HEADER_BYTES: '12288',
  MAX_BODY_BYTES: '4096',
};
const HOST = 'Host: localhost\r\n';
const JSON_BODY = 'Content-Type: application/json\r\n';

describe('a connection to the API', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let port: number;
  const open = () => RawClient.open(port);
  const api = () => request(app.getHttpServer());

  /** Status and problem code of the response to a raw request, before the connection is closed. */
  async function refusalOf(text: string): Promise<[number, string]> {
    const { status, head, body } = parseAnswer(await (await open()).write(text).untilClosed());
    expect(head).toContain('Content-Type: application/problem+json');
    return [status, body.code];
  }

  beforeAll(async () => {
    sandbox = await createSandbox(LIMITS);
    app = await startApi(sandbox.variables);
    port = await listen(app.getHttpServer());
  });

  afterAll(async () => {
    app.getHttpServer().closeAllConnections();
    await app.close();
    await sandbox.clean();
  });

  it('answers a HEAD that it cannot parse without content', async () => {
    const unreadable = `HEAD / HTTP/1.1\r\n${HOST}${'Transfer-Encoding: chunked\r\n'.repeat(2)}\r\n`;
    const answer = await (await open()).write(unreadable).untilClosed();
    expect(parseAnswer(answer)).toMatchObject({ status: 400, body: undefined });
  });

  it('is closed with a 408 if the headers are too slow', async () => {
    const client = await open();
    client.write(`GET /health/live HTTP/1.1\r\n${HOST}X-Slow: `);
    const drip = setInterval(() => client.write('a'), 50);
    const answer = await client.untilClosed().finally(() => clearInterval(drip));
    expect(parseAnswer(answer)).toMatchObject({ status: 408, body: { code: 'request-timeout' } });
  });

  it('is closed with a 408 if the body is too slow', async () => {
    const client = await open();
    client.write(
      `POST /tasks/math.divide HTTP/1.1\r\n${HOST}${JSON_BODY}Content-Length: 1000\r\n\r\n{"payload": `,
    );
    const drip = setInterval(() => client.write(' '), 50);
    const answer = await client.untilClosed().finally(() => clearInterval(drip));
    expect(parseAnswer(answer)).toMatchObject({ status: 408, body: { code: 'request-timeout' } });
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'malformed'],
    ['an unknown method', `BREW / HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed'],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400, undefined],
    [
      'two lengths',
      `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      400,
      'malformed',
    ],
    [
      'a length and chunks',
      `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'malformed',
    ],
    ['a line break in a header', `GET / HTTP/1.1\r\n${HOST}X-A: a\nb c\r\n\r\n`, 400, 'malformed'],
    ['a zero byte', `GET / HTTP/1.1\r\n${HOST}X-A: \0\r\n\r\n`, 400, 'malformed'],
    [
      'large headers',
      `GET / HTTP/1.1\r\n${HOST}X-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    ['a huge request line', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`, 431, 'headers-too-large'],
  ])('is closed with a problem after %s', async (_what, text, status, code) => {
    if (code === undefined) {
      // Node itself sends this, before any of our code.
      expect(parseAnswer(await (await open()).write(text).untilClosed()).status).toBe(status);
    } else expect(await refusalOf(text)).toEqual([status, code]);
  });

  it('answers a long URL with a 414 and stays open', async () => {
    const client = await open();
    client.write(`GET /tasks?tag=${'a'.repeat(9_000)} HTTP/1.1\r\n${HOST}\r\n`);
    expect(parseAnswer(await client.until('}'))).toMatchObject({
      status: 414,
      body: { code: 'uri-too-long' },
    });
    client.write(`GET / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
    expect(await client.untilClosed()).toContain('Hello World');
  });

  it.each([
    ['a length', 'Content-Length: 100000000', 'x'.repeat(1_000)],
    ['chunks', 'Transfer-Encoding: chunked', `3e8\r\n${'x'.repeat(1_000)}\r\n`],
  ])('is refused with a 413, then closed, if a body with %s does not end', async (_how, header, chunk) => {
    const client = await open();
    client.write(`POST /tasks/math.divide HTTP/1.1\r\n${HOST}${JSON_BODY}${header}\r\n\r\n`);
    const flood = setInterval(() => client.write(chunk), 20);
    try {
      const answer = parseAnswer(await client.until('"code"'));
      expect(answer).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
      await client.untilClosed();
    } finally {
      clearInterval(flood);
    }
  });

  it('can be reused if the rest of a refused body was short', async () => {
    const client = await open();
    client.write(`POST /tasks HTTP/1.1\r\n${HOST}Content-Type: text/plain\r\nContent-Length: 5\r\n\r\n`);
    expect(parseAnswer(await client.until('}')).status).toBe(415);
    client.write(`helloGET / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
    expect(await client.untilClosed()).toContain('Hello World');
  });

  it('reads at most MAX_BODY_BYTES of a compressed body', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    const send = (encoding: string, body: Buffer) =>
      api()
        .post('/tasks/math.divide')
        .set({ 'Content-Type': 'application/json', 'Content-Encoding': encoding })
        .serialize((buffer) => buffer)
        .send(body as never);
    await send('gzip', bomb.subarray(0, 4_000)).expect(413);
    await send('gzip', gzipSync('{"payload":{"x":1,"y":1}}')).expect(201);
    await send('gzip', Buffer.from('no gzip')).expect(400);
    await send('compress', Buffer.from('{}')).expect(415);
  });

  it.each([
    'application/json; charset=utf-7',
    'application/json; charset=x',
    'text/json',
    'application/x-json',
  ])('refuses a body of type %s', async (type) => {
    const { body } = await api()
      .post('/tasks/math.divide')
      .set('Content-Type', type)
      .send('{"payload":{"x":1,"y":1}}')
      .expect(415);
    expect(body.code).toBe('unsupported-media-type');
  });

  it.each([
    '__proto__=1',
    '__proto__[polluted]=1',
    'constructor=1',
    'constructor[prototype][polluted]=1',
    'prototype=1',
    'limit=1&limit=2',
    'limit[]=1',
    'limit[a]=1',
    'a[b][c][d][e][f][g]=1',
    'toString=1',
    Array.from({ length: 1_500 }, (_, i) => `a${i}`)
      .join('&')
      .slice(0, 8_000),
  ])('refuses the query %s', async (query) => {
    const { body } = await api().get(`/tasks?${query}`).expect(422);
    expect(body.code).toBe('validation');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each(['TRACE', 'PATCH', 'OPTIONS', 'PROPFIND', 'PURGE', 'LINK'])(
    'answers %s with a problem',
    async (method) => {
      const client = await open();
      client.write(`${method} /tasks HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
      expect(parseAnswer(await client.untilClosed())).toMatchObject({
        status: 404,
        body: { code: 'not-found' },
      });
    },
  );

  it('answers HEAD like GET, without a body', async () => {
    const { headers, text } = await api().head('/').expect(200);
    expect([headers['content-type'], text]).toEqual(['application/json; charset=utf-8', undefined]);
  });

  // Case I2.
  it.each([
    ['two Host headers', 'Host: localhost\r\nhOST: evil.example\r\n', 400, 'malformed'],
    ['the same Host twice', HOST + HOST, 400, 'malformed'],
    ['another transfer coding', `${HOST}Transfer-Encoding: gzip, chunked\r\n`, 501, 'not-implemented'],
    [
      'a coding that changes nothing',
      `${HOST}Transfer-Encoding: identity, chunked\r\n`,
      501,
      'not-implemented',
    ],
  ])('is refused and closed with %s', async (_what, headers, status, code) => {
    expect(await refusalOf(`POST /tasks HTTP/1.1\r\n${headers}${JSON_BODY}\r\n0\r\n\r\n`)).toEqual([
      status,
      code,
    ]);
  });

  it('cannot be a tunnel: CONNECT is refused', async () => {
    const answer = await (await open()).write(`CONNECT localhost:1 HTTP/1.1\r\n${HOST}\r\n`).untilClosed();
    expect(answer).toBe('');
  });
});

/** Case L6: 500 incomplete requests of one client kept all others, and the probes, from connecting. */
it('one address cannot take all connections', async () => {
  const server = createServer((_request, response) => response.end('ok'));
  limitServer(server, {
    maxHeaderBytes: 2_048,
    headersTimeoutMs: 60_000,
    requestTimeoutMs: 60_000,
    maxConnections: 60,
    maxConnectionsPerAddress: 20,
  });
  const port = await listen(server);
  const own = await Promise.all(Array.from({ length: 40 }, () => RawClient.open(port)));
  await eventually(() =>
    expect(own.filter(({ socket }) => socket.closed || socket.readableEnded)).toHaveLength(20),
  );
  const other = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
  other.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(String(await once(other, 'data'))).toContain('200 OK');
  for (const { socket } of own) socket.destroy();
  await eventually(async () => {
    const again = await RawClient.open(port);
    expect(
      await again.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n').untilClosed(),
    ).toContain('200');
  });
  server.close();
});

describe('the probe server of a worker', () => {
  it('has the same limits', async () => {
    const server = createProbeServer(
      'worker',
      {
        '/health': () => Promise.resolve({ status: 200, body: { status: 'ok' } }),
      },
      () => undefined,
    );
    limitServer(server, {
      maxHeaderBytes: 2_048,
      headersTimeoutMs: 200,
      requestTimeoutMs: 200,
      maxConnections: 2,
    });
    const port = await listen(server);
    try {
      const slow = await RawClient.open(port);
      expect(parseAnswer(await slow.write('GET /health HTTP/1.1\r\n').untilClosed()).status).toBe(408);
      const [first, second] = [await RawClient.open(port), await RawClient.open(port)];
      const third = await RawClient.open(port);
      expect(await third.write(`GET /health HTTP/1.1\r\n${HOST}\r\n`).untilClosed()).toBe('');
      expect(await first.write(`GET /health HTTP/1.1\r\n${HOST}\r\n`).until('}')).toContain('"ok"');
      first.socket.destroy();
      second.socket.destroy();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
