import { describe, expect, it } from '@jest/globals';
import { UnreachableError } from '../errors.js';
import { repeatingFetch } from './repeating-fetch.js';

const AT_ONCE = { 'Retry-After': '0' };

/** Sends a request to a server that gives these answers in turn; a number is a status with `Retry-After: 0`. */
async function send(method: string, answers: readonly (number | Response | Error)[], options: object = {}) {
  const sent: Request[] = [];
  const left = [...answers];
  const fetch = repeatingFetch({
    fetch: (request) => {
      sent.push(request as Request);
      const answer = left.shift() ?? 200;
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(
        answer instanceof Response ? answer : new Response('{}', { status: answer, headers: AT_ONCE }),
      );
    },
    tries: 3,
    retryForMs: 5_000,
    ...options,
  });
  const body = method === 'POST' ? '{"x":1}' : null;
  const outcome = await fetch(new Request('http://api.test/tasks', { method, body })).catch(
    (error: unknown) => error,
  );
  return { outcome, sent, status: outcome instanceof Response ? outcome.status : undefined };
}

describe('a request', () => {
  it('is sent once if it is answered', async () => {
    const { sent, status } = await send('GET', [404]);
    expect([status, sent.length]).toEqual([404, 1]);
    expect(sent[0]?.headers.has('Idempotency-Key')).toBe(false);
  });

  it.each([429, 503, 502, 504])(
    'is repeated after a %p, a POST with the same key and body',
    async (refusal) => {
      const { sent, status } = await send('POST', [refusal, refusal]);
      expect(status).toBe(200);
      const [key, ...others] = sent.map(({ headers }) => headers.get('Idempotency-Key'));
      expect(key).toMatch(/^"[0-9a-f]{32}"$/);
      expect(others).toEqual([key, key]);
      expect(await Promise.all(sent.map((request) => request.text()))).toEqual(Array(3).fill('{"x":1}'));
    },
  );

  it.each(['GET', 'PUT', 'POST'])('is repeated without an answer if its method is %s', async (method) => {
    const { sent, status } = await send(method, [new TypeError('fetch failed')]);
    expect([status, sent.length]).toEqual([200, 2]);
  });

  it.each(['PATCH', 'DELETE'])('is not repeated if the outcome of a %s is unknown', async (method) => {
    expect((await send(method, [503])).sent).toHaveLength(1);
    const { outcome, sent } = await send(method, [new TypeError('fetch failed')]);
    expect(outcome).toBeInstanceOf(UnreachableError);
    expect(sent).toHaveLength(1);
    expect((await send(method, [429])).status).toBe(200);
  });

  it('waits for the first request with the same key, and takes a conflict as it is', async () => {
    expect((await send('POST', [409])).status).toBe(200);
    expect((await send('POST', [new Response('{}', { status: 409 })])).status).toBe(409);
  });

  it('is given up after the tries, and if the wait would last too long', async () => {
    expect((await send('GET', [503, 503, 503, 503])).sent).toHaveLength(3);
    const later = new Response('{}', { status: 429, headers: { 'Retry-After': '60' } });
    const { sent, status } = await send('GET', [later]);
    expect([status, sent.length]).toEqual([429, 1]);
  });

  it('reads a date in Retry-After', async () => {
    const past = new Response('{}', {
      status: 503,
      headers: { 'Retry-After': 'Mon, 01 Jan 2024 00:00:00 GMT' },
    });
    expect((await send('GET', [past])).status).toBe(200);
  });

  it('counts an answer that breaks off as none', async () => {
    const cut = new ReadableStream({
      start(controller) {
        controller.error(new TypeError('terminated'));
      },
    });
    const answer = new Response(cut, { headers: { 'Content-Type': 'application/json' } });
    expect((await send('GET', [answer])).sent).toHaveLength(2);
  });

  it('ends with the reason of its signal', async () => {
    const reason = new Error('closed');
    const fetch = repeatingFetch({
      fetch: (request) => Promise.reject((request as Request).signal.reason as Error),
      tries: 3,
      retryForMs: 5_000,
    });
    const aborted = new Request('http://api.test/', { signal: AbortSignal.abort(reason) });
    await expect(fetch(aborted)).rejects.toBe(reason);
  });
});
