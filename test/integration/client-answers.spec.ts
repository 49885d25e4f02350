import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ProblemError, UnreachableError, createClient } from '@celeriac/client';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';

const PROBLEM = {
  type: 'urn:celeriac:problem:validation',
  title: 'Invalid request',
  status: 422,
  detail: '1 field is invalid',
  code: 'validation',
  errors: [{ pointer: '/payload/x', message: 'must be a number' }],
};

let origin: LocalOrigin;

afterEach(() => origin.close());

/** A client of a server with this handler, and the requests that it got. */
async function clientOf(answer: (response: ServerResponse, request: IncomingMessage) => unknown, path = '') {
  const requests: IncomingMessage[] = [];
  origin = await startOrigin((request, response) => {
    requests.push(request);
    void answer(response, request);
  });
  const client = createClient({ url: `${origin.url}${path}`, apiKey: 'cel_secret', tries: 1 });
  return { client, requests };
}

function json(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

describe('an answer', () => {
  it('with a problem throws it', async () => {
    const { client } = await clientOf((response) => json(response, 422, PROBLEM));
    const failure = await client.api.GET('/queues').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProblemError);
    expect(failure).toMatchObject({
      message: '1 field is invalid',
      status: 422,
      code: 'validation',
      problem: PROBLEM,
    });
  });

  it.each([
    ['<html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>', /502.* nginx$/],
    ['', /502: no text$/],
    ['{"message":"no upstream"}', /no upstream/],
  ])('of a proxy is an error that shows it: %s', async (body, message) => {
    const { client } = await clientOf((response) =>
      response.writeHead(502, { 'Content-Type': 'text/html' }).end(body),
    );
    await expect(client.api.GET('/queues')).rejects.toMatchObject({
      name: 'ProblemError',
      status: 502,
      code: 'not-a-problem',
      message: expect.stringMatching(message),
    });
  });

  it('of another program is an error that asks for the address', async () => {
    const { client } = await clientOf((response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'),
    );
    const failure = await client
      .handle('1')
      .state()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnreachableError);
    expect(failure).toMatchObject({ message: expect.stringContaining('is this the address of the API?') });
  });

  it('without a body is none: 204, and 304 for an ETag', async () => {
    const { client } = await clientOf((response, { headers }) =>
      response.writeHead(headers['if-none-match'] === undefined ? 204 : 304).end(),
    );
    const params = { path: { task_id: '1' } };
    const { response } = await client.api.DELETE('/tasks/{task_id}', { params });
    expect(response.status).toBe(204);
    const cached = await client.api.GET('/queues', { headers: { 'If-None-Match': '"1"' } });
    expect([cached.response.status, cached.data]).toEqual([304, undefined]);
  });

  it('that does not come is an error', async () => {
    const { client } = await clientOf((response) => response.destroy());
    await expect(client.api.GET('/queues')).rejects.toBeInstanceOf(UnreachableError);
  });
});

describe('a request', () => {
  it('keeps the path of the address, and has the key in a header only', async () => {
    const { client, requests } = await clientOf(
      (response) => json(response, 201, { task_id: '1' }),
      '/celeriac/',
    );
    await client.submit('math.divide', { x: 1, y: 1 });
    expect(requests[0]).toMatchObject({
      url: '/celeriac/tasks/math.divide',
      headers: { authorization: 'Bearer cel_secret', 'idempotency-key': expect.any(String) },
    });
  });

  it('ends when its signal aborts', async () => {
    const controller = new AbortController();
    const { client } = await clientOf(() => controller.abort(new Error('enough')));
    const { signal } = controller;
    await expect(client.handle('1').state({ signal })).rejects.toThrow('enough');
  });
});

describe('a stream', () => {
  it('continues after the last event whenever its connection ends', async () => {
    const ends = [
      (response: ServerResponse) => {
        response.write('retry: 1\n\nid: 1\nevent: log\ndata: {"first":0}\n\nid: 2\nevent: log\nda', () =>
          response.destroy(),
        );
      },
      (response: ServerResponse) => response.destroy(),
      (response: ServerResponse) => response.end('id: 3\nevent: log\ndata: {"first":1}\n\n'),
      (response: ServerResponse) => response.end('id: 4-9\nevent: result\ndata: {"status":"SUCCESS"}\n\n'),
    ];
    const { client, requests } = await clientOf((response) => {
      response.setHeader('Content-Type', 'text/event-stream');
      ends[requests.length - 1]?.(response);
    });
    const events = [];
    for await (const event of client.handle('1').events({ lastEventId: '0' })) events.push(event);
    expect(events).toEqual([
      { id: '1', type: 'log', data: { first: 0 } },
      { id: '3', type: 'log', data: { first: 1 } },
      { id: '4-9', type: 'result', data: { status: 'SUCCESS' } },
    ]);
    expect(requests.map(({ headers }) => headers['last-event-id'])).toEqual(['0', '1', '1', '3']);
  });

  it('ends with a refusal that waiting does not change', async () => {
    const { client, requests } = await clientOf((response) => {
      if (requests.length > 1)
        return json(response, 404, { ...PROBLEM, status: 404, code: 'task-not-found' });
      response.setHeader('Content-Type', 'text/event-stream');
      return response.end('retry: 1\n\nid: 0\nevent: snapshot\ndata: {}\n\n');
    });
    const events = client.handle('1').events();
    await events.next();
    await expect(events.next()).rejects.toMatchObject({ code: 'task-not-found' });
  });

  it('closes its connection when the loop ends', async () => {
    const { client } = await clientOf((response) => {
      response.setHeader('Content-Type', 'text/event-stream');
      response.write('id: 0\nevent: snapshot\ndata: {}\n\n');
    });
    for await (const _ of client.handle('1').events()) break;
    await origin.allClosed();
  });
});
