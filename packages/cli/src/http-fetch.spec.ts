import { once } from 'node:events';
import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { httpFetch } from './http-fetch.js';

describe('httpFetch', () => {
  let server: Server;

  const serve = async (listener: RequestListener) => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('sends method, headers and body, and returns those of the answer', async () => {
    const url = await serve((request, response) => {
      const { method, headers } = request;
      response.writeHead(201, 'Stored', { 'X-Tag': ['a', 'b'], 'Content-Type': 'application/json' });
      request.setEncoding('utf8').on('data', (body: string) => {
        response.end(JSON.stringify({ method, body, key: headers['x-key'] }));
      });
    });
    const answer = await httpFetch(
      new Request(url, { method: 'POST', headers: { 'X-Key': 'é' }, body: 'ä' }),
    );
    expect([answer.status, answer.statusText, answer.headers.get('X-Tag')]).toEqual([201, 'Stored', 'a, b']);
    expect(await answer.json()).toEqual({ method: 'POST', body: 'ä', key: 'é' });
  });

  it('has no body for 204', async () => {
    const url = await serve((_, response) => response.writeHead(204).end());
    const { status, body } = await httpFetch(url);
    expect({ status, body }).toEqual({ status: 204, body: null });
  });

  it('streams, and closes the connection when nobody reads on', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const url = await serve((_, response) => {
      closed = once(response, 'close');
      response.write('first');
    });
    const { body } = await httpFetch(url);
    const reader = body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
    await reader?.cancel();
    await closed;
  });

  it('stops when its signal aborts, before and after the answer begins', async () => {
    const stop = new AbortController();
    const url = await serve((request, response) => {
      if (request.url === '/') response.write('first');
      else stop.abort();
    });
    const { body } = await httpFetch(url, { signal: stop.signal });
    await expect(httpFetch(`${url}/silent`, { signal: stop.signal })).rejects.toThrow('abort');
    await expect(new Response(body).text()).rejects.toThrow('abort');
  });

  it('rejects with the code of the error', async () => {
    const url = await serve(() => undefined);
    await expect(httpFetch(url.replace(/\d+$/, '1'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
