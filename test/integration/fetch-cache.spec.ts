import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type FetchStand, startFetchStand } from '../support/fetch-stand.js';

const HOUR_MS = 3_600_000;
const MONDAY = 'Mon, 23 Nov 2026 08:00:00 GMT';
const TUESDAY = 'Tue, 24 Nov 2026 08:00:00 GMT';
const LARGE = Buffer.alloc(300_000, 'large');

describe('the fetch cache', () => {
  let stand: FetchStand;

  beforeAll(async () => {
    stand = await startFetchStand();
  });
  afterEach(() => stand.closeOrigins());
  afterAll(() => stand.stop());

  it('answers a repeated request within its TTL, marked as cached', async () => {
    const { url, requests } = await origin({});
    expect(await fetchTwice({ url })).toEqual([told(false, false, 'body 1'), told(true, false, 'body 1')]);
    expect(requests).toHaveLength(1);
  });

  it('is bypassed after its TTL and on request', async () => {
    const { url } = await origin({});
    const anew = [told(false, false, 'body 1'), told(false, false, 'body 2')];
    expect(await fetchTwice({ url, cache_ttl_ms: 0 })).toEqual(anew);
    expect(await fetchOne({ url, cache_ttl_ms: HOUR_MS })).toEqual(told(true, false, 'body 2'));
  });

  it.each([
    [{ etag: '"1"' }, { 'if-none-match': '"1"' }],
    [
      { 'last-modified': 'Tue, 24 Nov 2026 08:00:00 GMT' },
      { 'if-modified-since': 'Tue, 24 Nov 2026 08:00:00 GMT' },
    ],
  ])('revalidates by %j', async (headers, condition) => {
    const { url, requests } = await origin(headers, 304);
    const wish = { url, cache_ttl_ms: 0 };
    expect(await fetchTwice(wish)).toEqual([told(false, false, 'body 1'), told(true, true, 'body 1')]);
    expect(requests[1]?.headers).toMatchObject(condition);
    expect(await fetchOne(wish)).toEqual(told(true, true, 'body 1'));
  });

  it.each([
    ['another ETag', { etag: '"1"' }, { etag: '"2"' }],
    ['a strong ETag for a weak one', { etag: 'W/"1"' }, { etag: '"1"' }],
    ['another weak ETag', { etag: 'W/"1"' }, { etag: 'W/"2"' }],
    ['an ETag that it never had', { 'last-modified': MONDAY }, { etag: '"1"' }],
    ['another Last-Modified', { 'last-modified': MONDAY }, { 'last-modified': TUESDAY }],
    ['a Last-Modified that it never had', { etag: '"1"' }, { 'last-modified': MONDAY }],
  ])('fetches the whole body if a 304 names %s', async (_what, headers, confirmation) => {
    const { url, requests } = await origin(headers, 304, confirmation);
    expect((await fetchTwice({ url, cache_ttl_ms: 0 }))[1]).toEqual(told(false, false, 'body 3'));
    expect(requests[2]?.headers).not.toHaveProperty('if-none-match');
  });

  it.each([
    ['the same ETag', { etag: '"1"' }, { etag: '"1"' }],
    ['its ETag as a weak one', { etag: '"1"' }, { etag: 'W/"1"' }],
    ['the same weak ETag', { etag: 'W/"1"' }, { etag: 'W/"1"' }],
    [
      'its ETag and a newer date',
      { etag: '"1"', 'last-modified': MONDAY },
      { etag: '"1"', 'last-modified': TUESDAY },
    ],
    ['the same date only', { etag: '"1"', 'last-modified': MONDAY }, { 'last-modified': MONDAY }],
  ])('accepts a 304 that names %s as a confirmation', async (_what, headers, confirmation) => {
    const { url } = await origin(headers, 304, confirmation);
    expect((await fetchTwice({ url, cache_ttl_ms: 0 }))[1]).toEqual(told(true, true, 'body 1'));
  });

  it.each([
    ['max-age=0', 'cache-control', told(true, true, 'body 1')],
    ['no-cache', 'cache-control', told(true, true, 'body 1')],
    ['no-store', 'cache-control', told(false, false, 'body 3')],
    ['a=b', 'set-cookie', told(false, false, 'body 3')],
    ['*', 'vary', told(false, false, 'body 3')],
  ])('honours %s in the %s of a confirmation', async (value, name, third) => {
    const { url } = await origin({ etag: '"1"' }, 304, { [name]: value });
    await fetchTwice({ url, cache_ttl_ms: 0 });
    expect(await fetchOne({ url, cache_ttl_ms: HOUR_MS })).toEqual(third);
  });

  it('treats a 304 to an unconditional request as a failure', async () => {
    const { url } = await stand.serve((_, response) => response.writeHead(304).end());
    expect(await stand.run({ url })).toMatchObject({
      status: 'FAILURE',
      error: { message: expect.stringContaining('304') },
    });
  });

  it('does not accept a 304 from another URL, after a changed redirect, as a confirmation', async () => {
    let isMoved = false;
    const { url: elsewhere } = await stand.serve((_, response) => response.writeHead(304).end());
    const { url } = await stand.serve((_, response) => {
      if (isMoved) response.writeHead(302, { location: elsewhere }).end();
      else response.setHeader('etag', '"1"').end('body');
    });
    await fetchOne({ url });
    isMoved = true;
    expect(await stand.run({ url, cache_ttl_ms: 0 })).toMatchObject({ status: 'FAILURE' });
  });

  it('replaces an outdated body', async () => {
    const { url } = await origin({ etag: '"1"' });
    expect(await fetchTwice({ url, cache_ttl_ms: 0 })).toEqual([
      told(false, false, 'body 1'),
      told(false, false, 'body 2'),
    ]);
  });

  it.each([
    ['cache-control', 'no-store'],
    ['cache-control', 'No-Store'],
    ['cache-control', 'private'],
    ['cache-control', 'Private, max-age=600'],
    ['cache-control', 'no-cache'],
    ['cache-control', 'max-age=0'],
    ['pragma', 'no-cache'],
    ['expires', 'Tue, 24 Nov 2020 08:00:00 GMT'],
    ['vary', '*'],
    ['set-cookie', 'a=b'],
  ])('does not serve a response with %s: %s', async (name, value) => {
    const { url } = await origin({ [name]: value });
    const [, second] = await fetchTwice({ url, cache_ttl_ms: HOUR_MS });
    expect(second).toEqual(told(false, false, 'body 2'));
  });

  it.each([
    [{ method: 'HEAD' }],
    [{ headers: { 'accept-language': 'de' } }],
    [{ headers: { referer: 'b' } }],
    [{ headers: { 'user-agent': 'b' } }],
    [{ accept: ['text/*'] }],
  ])("never serves a request with %j from another one's response", async (other) => {
    const { url, requests } = await origin({ 'content-type': 'text/plain' });
    await fetchOne({ url });
    expect(await fetchOne({ url, ...other })).toMatchObject({ from_cache: false });
    expect(await fetchOne({ url, ...other })).toMatchObject({ from_cache: true });
    expect(requests).toHaveLength(2);
  });

  it('repeats a temporary redirect', async () => {
    const { url, requests } = await origin({ etag: '"1"' }, 304);
    const moved = async (status: number) => {
      const { url: from } = await stand.serve((_, response) =>
        response.writeHead(status, { location: url }).end(),
      );
      return (await fetchTwice({ url: from }))[1];
    };
    expect(await moved(302)).toEqual(told(true, true, 'body 1'));
    expect(requests[1]?.headers['if-none-match']).toBe('"1"');
    expect(await moved(301)).toMatchObject({ from_cache: true, revalidated: false });
  });

  it('gives each task its own copy of a large body, and forgets removed ones', async () => {
    let asked = 0;
    const { url } = await stand.serve((_, response) => {
      asked += 1;
      response.end(LARGE);
    });
    const first = await stand.run({ url });
    const second = await stand.run({ url });
    expect(second.result).toMatchObject({ from_cache: true, body_url: `/fetch/${second.task_id}/body` });
    await request(stand.server).delete(`/tasks/${first.task_id}`).expect(204);
    await request(stand.server).get(first.result.body_url).expect(404);
    const { body } = await request(stand.server).get(second.result.body_url).expect(200);
    expect(LARGE.equals(body)).toBe(true);
    expect((await stand.run({ url })).result).toMatchObject({ from_cache: false });
    expect(asked).toBe(2);
  });

  it("fails for a body over this caller's limit", async () => {
    const { url } = await origin({});
    await fetchOne({ url });
    expect(await stand.run({ url, max_bytes: 5 })).toMatchObject({
      error: { type: 'ResponseTooLargeError' },
    });
  });

  /** Responds with `body 1`, `body 2` and so on, or with a status to conditional requests. */
  async function origin(
    headers: OutgoingHttpHeaders,
    whenAsked?: number,
    confirmation: OutgoingHttpHeaders = {},
  ) {
    const requests: IncomingMessage[] = [];
    const { url } = await stand.serve((incoming, response) => {
      requests.push(incoming);
      const isCondition = 'if-none-match' in incoming.headers || 'if-modified-since' in incoming.headers;
      if (whenAsked && isCondition) response.writeHead(whenAsked, confirmation).end();
      else
        response.writeHead(200, { 'content-type': 'text/plain', ...headers }).end(`body ${requests.length}`);
    });
    return { url, requests };
  }

  async function fetchOne(payload: object): Promise<unknown> {
    const { result } = await stand.run(payload);
    const { from_cache, revalidated, data } = result;
    return { from_cache, revalidated, data };
  }

  async function fetchTwice(payload: object): Promise<unknown[]> {
    return [await fetchOne(payload), await fetchOne(payload)];
  }
});

function told(from_cache: boolean, revalidated: boolean, data: string) {
  return { from_cache, revalidated, data };
}
