import { EventEmitter, once } from 'node:events';
import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type FetchStand, startFetchStand } from '../support/fetch-stand.js';
import { answerWith } from '../support/local-origin.js';
import { isCancelled } from '../support/is-cancelled.js';

const LIMIT_BYTES = 1_048_576;
const BOMB = Buffer.alloc(20 * LIMIT_BYTES);
/** Options to retry at once. */
const SOON = { backoff: { type: 'fixed', delay_ms: 1 } };

describe('fetch.store', () => {
  let stand: FetchStand;

  beforeAll(async () => {
    stand = await startFetchStand({ FETCH_MAX_BYTES: String(LIMIT_BYTES), FETCH_TIMEOUT_MS: '5000' });
  });
  afterEach(() => stand.closeOrigins());
  afterAll(() => stand.stop());

  describe('POST /fetch', () => {
    it('accepts the URL in the query, as in the tutorial', async () => {
      const { url } = await stand.serve(json('{"hello":"world"}'));
      const { body, headers } = await request(stand.server).post('/fetch').query({ url }).expect(200);
      expect(body).toEqual({ task_id: expect.any(String) });
      expect(headers['location']).toBe(`/tasks/${body.task_id}`);
      const { result } = await stand.final(body.task_id);
      expect(result).toMatchObject({ status: 'complete', data: { hello: 'world' }, from_cache: false });
      expect(Object.keys(result).slice(0, 2)).toEqual(['status', 'data']);
    });

    it('accepts all fields in the body', async () => {
      const seen: unknown[] = [];
      const { url } = await stand.serve(({ method, headers }, response) => {
        seen.push(method, headers['accept-language'], headers.accept);
        response.setHeader('content-type', 'text/plain').end();
      });
      const choices = { method: 'HEAD', headers: { 'Accept-Language': 'de' }, accept: ['text/plain'] };
      const { body } = await request(stand.server)
        .post('/fetch')
        .send({ url, ...choices })
        .expect(200);
      expect(await stand.final(body.task_id)).toMatchObject({ status: 'SUCCESS' });
      expect(seen).toEqual(['HEAD', 'de', 'text/plain']);
      await request(stand.server).post('/fetch').query({ url }).send(choices).expect(200);
    });

    it.each([
      ['no URL at all', {}, {}],
      ['two URLs', { url: 'https://example.com/a' }, { url: 'https://example.com/b' }],
      ['a URL that is none', { url: 'http:/example.com' }, {}],
      ['a choice in the query', { url: 'https://example.com/', method: 'HEAD' }, {}],
    ])('refuses %s', async (_what, query, body) => {
      await request(stand.server).post('/fetch').query(query).send(body).expect(422);
    });

    it.each([
      [{ method: 'POST' }],
      [{ headers: { cookie: 'a=b' } }],
      [{ headers: { host: 'example.org' } }],
      [{ headers: { 'x-forwarded-for': '127.0.0.1' } }],
      [{ headers: { 'user-agent': 'a\r\nhost: example.org' } }],
      [{ headers: { 'user-agent': 'ü' } }],
      [{ headers: { 'user-agent': '' } }],
      [{ headers: { 'user-agent': 'a', 'User-Agent': 'b' } }],
      [{ headers: [] }],
      [{ accept: [] }],
      [{ accept: ['text'] }],
      [{ accept: ['text/html\r\nx: y'] }],
      [{ max_bytes: 0 }],
      [{ total_timeout_ms: 3_600_001 }],
      [{ cache_ttl_ms: -1 }],
      [{ proxy: 'http://localhost' }],
    ])('refuses %j', async (choices) => {
      await request(stand.server)
        .post('/fetch')
        .query({ url: 'https://example.com/' })
        .send(choices)
        .expect(422);
    });
  });

  describe('the result', () => {
    it('contains the response without cookies', async () => {
      const { url } = await stand.serve((_, response) => {
        response
          .writeHead(200, {
            'content-type': 'text/plain; charset=iso-8859-1',
            'set-cookie': 'a=b',
            etag: '"1"',
          })
          .end(Buffer.from([0xfc]));
      });
      const { result } = await stand.run({ url: `${url}/ü` });
      expect(result).toEqual({
        status: 'complete',
        data: 'ü',
        encoding: 'text',
        charset: 'windows-1252',
        content_type: 'text/plain; charset=iso-8859-1',
        status_code: 200,
        headers: { date: expect.any(String), etag: '"1"' },
        final_url: `${url}/%C3%BC`,
        bytes: 1,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        from_cache: false,
        revalidated: false,
      });
    });

    it('of HEAD has headers and no body', async () => {
      const { url } = await stand.serve((_, response) =>
        response.writeHead(200, { 'content-length': 99 }).end(),
      );
      const { result } = await stand.run({ url, method: 'HEAD' });
      expect(result).toMatchObject({
        data: null,
        bytes: 0,
        sha256: null,
        headers: { 'content-length': '99' },
      });
    });
  });

  describe('fails at once, with the reason,', () => {
    it.each([301, 304, 400, 401, 403, 404, 410, 418])('with status %i', async (status) => {
      const origin = await stand.serve((_, response) => response.writeHead(status).end('an error page'));
      const task = await stand.run({ url: `${origin.url}/a?key=secret` }, SOON);
      expect(task).toMatchObject({ status: 'FAILURE', attempt: 1, error: { type: 'HttpStatusError' } });
      expect(task.error.message).toBe(
        `${origin.url}/a responded with ${status}: expected a status from 200 to 299`,
      );
      expect(origin.connections).toBe(1);
    });

    it.each([
      ['text/html', ['application/json', 'text/plain']],
      ['application/jsonp', ['application/json']],
      [undefined, ['image/*']],
    ])('for the type %s if it accepts %j', async (type, accept) => {
      const origin = await stand.serve((_, response) => {
        if (type) response.setHeader('content-type', type);
        response.write(Buffer.alloc(100)); // and never ends: an unwanted body is not waited for
      });
      const task = await stand.run({ url: origin.url, accept });
      expect(task).toMatchObject({ status: 'FAILURE', attempt: 1, error: { type: 'UnacceptableTypeError' } });
      await origin.allClosed();
    });

    it.each([
      ['application/json; charset=utf-8', ['Application/JSON']],
      ['text/csv', ['image/*', 'text/*']],
      ['what ever', ['*/*']],
    ])('but not for the type %s if it accepts %j', async (type, accept) => {
      const { url } = await stand.serve((_, response) => response.setHeader('content-type', type).end('1'));
      expect(await stand.run({ url, accept })).toMatchObject({ status: 'SUCCESS' });
    });

    it.each([
      ['gzip', gzipSync(BOMB)],
      ['br', brotliCompressSync(BOMB)],
      ['deflate', deflateSync(BOMB)],
      ['', BOMB],
    ])("for a bomb of encoding %j over the operator's limit", async (encoding, bomb) => {
      const origin = await stand.serve((_, response) => {
        if (encoding) response.setHeader('content-encoding', encoding);
        response.end(bomb);
      });
      const task = await stand.run({ url: origin.url, max_bytes: 100 * LIMIT_BYTES });
      expect(task).toMatchObject({ status: 'FAILURE', attempt: 1, error: { type: 'ResponseTooLargeError' } });
      expect(task.error.message).toBe(`The response's body exceeds ${LIMIT_BYTES} bytes`);
      await origin.allClosed();
    });

    it('for a body over its own limit', async () => {
      const { url } = await stand.serve((_, response) => response.end('123456'));
      expect(await stand.run({ url, max_bytes: 5 })).toMatchObject({ status: 'FAILURE', attempt: 1 });
      expect(await stand.run({ url, max_bytes: 6 })).toMatchObject({ status: 'SUCCESS' });
    });

    it('for a header of 30 kB', async () => {
      const { url } = await stand.serve((_, response) => response.setHeader('x', 'a'.repeat(30_000)).end());
      expect(await stand.run({ url })).toMatchObject({
        attempt: 1,
        error: { type: 'ResponseTooLargeError' },
      });
    });

    it('for a forbidden address: with the rule, without address, port or banner', async () => {
      const guarded = await startFetchStand({ FETCH_ALLOW_PRIVATE: 'false' });
      const origin = await guarded.speak((socket) => void socket.write('220 secret banner\r\n'));
      const { url } = await guarded.serve((_, response) => response.end('secret'));
      for (const target of [origin.url, url, 'http://localhost:6379/', 'http://[::1]/']) {
        const task = await guarded.run({ url: target });
        expect(task).toMatchObject({
          status: 'FAILURE',
          attempt: 1,
          error: { type: 'OutboundRefusedError' },
        });
        expect(task.error.message).toMatch(/is refused by the rule (address-loopback|host-name)/);
        const job = await guarded.sandbox.redis.hgetall(`${guarded.sandbox.prefix}:fetch:${task.task_id}`);
        expect(`${job['stacktrace']}${job['failedReason']}`).not.toMatch(/secret|ECONN|remoteAddress|ms\b/);
      }
      expect(origin.connections).toBe(0);
      await guarded.stop();
    });
  });

  describe('retries', () => {
    it.each([429, 500, 502, 503, 504, 599])('after status %i', async (status) => {
      const origin = await stand.serve(times([status, status], '{"ok":true}'));
      const task = await stand.run({ url: origin.url }, SOON);
      expect(task).toMatchObject({ status: 'SUCCESS', attempt: 3 });
      expect(task.attempts ?? origin.connections).toBeTruthy();
      expect(origin.connections).toBe(3);
    });

    it('at most as often as its attempts, and ends with the status', async () => {
      const origin = await stand.serve(times([503, 503, 503], ''));
      const task = await stand.run({ url: origin.url }, { ...SOON, attempts: 2 });
      expect(task).toMatchObject({ status: 'FAILURE', attempt: 2, error: { type: 'HttpStatusError' } });
    });

    it.each([
      ['seconds', () => '3600'],
      ['a date', () => new Date(Date.now() + 3_600_000).toUTCString()],
      ['more than an hour', () => '999999'],
    ])('not before the time in Retry-After: %s', async (_what, retryAfter) => {
      const { url } = await stand.serve((_, response) => {
        response.writeHead(503, { 'retry-after': retryAfter() }).end();
      });
      const id = await stand.submit({ url }, SOON);
      const waiting = await eventuallyWaiting(id);
      const waitMs = Date.parse(waiting.run_at) - Date.now();
      expect(waitMs).toBeGreaterThan(3_500_000);
      expect(waitMs).toBeLessThanOrEqual(3_600_000);
      await request(stand.server).post(`/tasks/${id}/cancel`).expect(200);
    });

    it.each([
      ['breaks off', answerWith('content-length: 100\r\n\r\nhello', 'end')],
      ['is no HTTP', (socket: { end: (text: string) => void }) => socket.end('220 ftp\r\n')],
    ])('after a connection that %s', async (_what, speech) => {
      const origin = await stand.speak(speech);
      const task = await stand.run({ url: origin.url }, { ...SOON, attempts: 2 });
      expect(task).toMatchObject({
        status: 'FAILURE',
        attempt: 2,
        error: { type: 'OutboundConnectionError' },
      });
      expect(origin.connections).toBe(2);
    });

    it('after a time limit: a slow drip that no idle timeout would end', async () => {
      const origin = await stand.serve((_, response) => {
        const drip = setInterval(() => response.write('a'), 10);
        response.on('close', () => clearInterval(drip));
      });
      const task = await stand.run({ url: origin.url, total_timeout_ms: 100 }, { ...SOON, attempts: 2 });
      expect(task).toMatchObject({ status: 'FAILURE', attempt: 2, error: { type: 'OutboundTimeoutError' } });
      await origin.allClosed();
    });

    async function eventuallyWaiting(id: string) {
      for (;;) {
        const { body } = await request(stand.server).get(`/tasks/${id}`);
        if (body.status === 'RETRY' && body.run_at !== null) return body;
      }
    }
  });

  it('and stops the transfer when it is cancelled, without keeping anything', async () => {
    const asked = new EventEmitter();
    const origin = await stand.serve((_, response) => {
      response.write(Buffer.alloc(400_000), () => asked.emit('sent'));
    });
    const sent = once(asked, 'sent');
    const id = await stand.submit({ url: origin.url });
    await sent;
    await request(stand.server).post(`/tasks/${id}/cancel`).expect(isCancelled);
    expect(await stand.final(id)).toMatchObject({ status: 'REVOKED' });
    await origin.allClosed();
    await request(stand.server).get(`/fetch/${id}/body`).expect(404);
  });

  it("sends the caller's Referer to the first host only", async () => {
    const seen: unknown[] = [];
    const other = await stand.serve(({ headers }, response) => {
      seen.push(headers.referer, headers['accept-language']);
      response.end('1');
    });
    const { url } = await stand.serve(({ headers }, response) => {
      seen.push(headers.referer);
      response.writeHead(302, { location: other.url }).end();
    });
    await stand.run({ url, headers: { referer: 'c', 'accept-language': 'de' } });
    expect(seen).toEqual(['c', undefined, 'de']);
  });

  it.each(['authorization', 'Authorization', 'cookie', 'x-api-key', 'host'])(
    "refuses the header %s, which would be stored in plain text or is not the caller's to set",
    async (name) => {
      const payload = { url: 'https://example.com/', headers: { [name]: 'secret' } };
      const { body } = await request(stand.server).post('/tasks/fetch.store').send({ payload }).expect(422);
      expect(body.errors).toEqual([expect.objectContaining({ pointer: '/payload/headers' })]);
    },
  );
});

function json(body: string): RequestListener {
  return (_, response) => response.setHeader('content-type', 'application/json').end(body);
}

/** Sends these to the first requests, then valid responses. */
function times(statuses: number[], body: string): RequestListener {
  return (_, response) => response.writeHead(statuses.shift() ?? 200).end(body);
}
