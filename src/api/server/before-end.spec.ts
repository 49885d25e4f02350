import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import express, { type Response } from 'express';
import { type FinishedAnswer, beforeEnd } from './before-end.js';

describe('a response that is held back', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** A server with one route that works before each response; the promise is its first response. */
  async function serve(
    work: (answer: FinishedAnswer) => Promise<void>,
    answer: (response: Response) => void,
  ) {
    const app = express();
    const responses = new Promise<Response>((resolve) => {
      app.get('/', (_request, response) => {
        beforeEnd(response, work);
        answer(response);
        resolve(response);
      });
    });
    const server = app.listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    // It listens on a port.
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/`, responses };
  }

  it.each([
    ['JSON', (response: Response) => void response.status(201).json({ a: 'ü' }), 201, '{"a":"ü"}'],
    [
      'long JSON',
      (response: Response) => void response.json('é'.repeat(5_000)),
      200,
      `"${'é'.repeat(5_000)}"`,
    ],
    ['nothing', (response: Response) => void response.status(204).send(), 204, ''],
  ])('is sent unchanged after the work on it: %s', async (_what, answer, status, body) => {
    const seen: FinishedAnswer[] = [];
    const { url } = await serve((finished) => Promise.resolve(void seen.push(finished)), answer);
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([status, body]);
    expect(seen).toEqual([{ status, body }]);
  });

  it('waits for the work', async () => {
    let finishWork: () => void = () => undefined;
    const work = new Promise<void>((resolve) => (finishWork = resolve));
    const { url, responses } = await serve(
      () => work,
      (response) => void response.json(1),
    );
    const asked = fetch(url);
    const response = await responses;
    expect([response.headersSent, response.writableEnded]).toEqual([false, false]);
    finishWork();
    expect(await (await asked).text()).toBe('1');
  });

  it('is sent when the work fails', async () => {
    const { url } = await serve(
      () => Promise.reject(new Error('no')),
      (response) => void response.json(1),
    );
    expect(await (await fetch(url)).text()).toBe('1');
  });

  it('counts as sent when the client disconnects', async () => {
    const hangUp = new AbortController();
    const never = new Promise<void>(() => undefined);
    const { url, responses } = await serve(
      () => never,
      (response) => void response.json(1),
    );
    const asked = fetch(url, { signal: hangUp.signal }).catch((error: unknown) => error);
    const response = await responses;
    const closed = once(response, 'close');
    hangUp.abort();
    await Promise.all([closed, asked]);
    expect(response.writableEnded).toBe(true);
  });
});
