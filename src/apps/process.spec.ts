import { once } from 'node:events';
import { Agent, type IncomingMessage, type Server, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { closeServer } from './process.js';

/** Far longer than a test may take: nothing here must wait for it. */
const LIMIT_MS = 600_000;

describe('a server that stops', () => {
  let server: Server;
  let agent: Agent;
  let send: () => Promise<IncomingMessage>;

  beforeEach(async () => {
    server = createServer((_request, response) => response.end('hello'));
    server.keepAliveTimeout = LIMIT_MS;
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    send = async () => {
      const [response] = (await once(request({ port, agent }).end(), 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response;
    };
  });

  afterEach(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });

  it('closes connections with their next response, and cuts off no request', async () => {
    expect((await send()).headers.connection).toBe('keep-alive');
    const closed = closeServer(server, LIMIT_MS);
    expect((await send()).headers.connection).toBe('close');
    await closed;
    await expect(send()).rejects.toThrow('ECONNREFUSED');
  });

  it('does not wait for unused connections', async () => {
    await send();
    await closeServer(server, LIMIT_MS);
    expect(server.listening).toBe(false);
  });

  it('completes the requests in progress', async () => {
    const taken = new Promise<() => void>((resolve) => {
      server.removeAllListeners('request');
      server.on('request', (_request, response) => resolve(() => response.end('late')));
    });
    const answer = send();
    const answerNow = await taken;
    const closed = closeServer(server, LIMIT_MS);
    answerNow();
    expect((await answer).statusCode).toBe(200);
    await closed;
  });
});
