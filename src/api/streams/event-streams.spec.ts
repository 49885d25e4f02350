import { once } from 'node:events';
import { type IncomingMessage, type Server, get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import { Config } from '../../platform/config/config.js';
import { LONGEST_TIMER_MS } from '../../platform/validation/rules/bounds.js';
import { type Principal, anyone, setPrincipal } from '../access/principal.js';
import type { EventStream } from './event-stream.js';
import { EventStreams } from './event-streams.js';
import { OpenResponseLimit } from './open-response-limit.js';

const DAY_MS = 86_400_000;

describe('EventStreams', () => {
  let streams: EventStreams;
  let server: Server;
  let opened: EventStream[];
  let client: Principal;

  beforeEach(async () => {
    streams = new EventStreams(new OpenResponseLimit(new Config({})));
    opened = [];
    client = anyone;
    const app = express().get('/', (request, response) => {
      setPrincipal(request, client);
      opened.push(streams.open(response));
    });
    server = app.listen(0);
    await once(server, 'listening');
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    streams.endAll();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });

  const connect = async () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const [response] = (await once(get({ port, agent: false }), 'response')) as [IncomingMessage];
    return response.setEncoding('utf8');
  };

  it('sends every stream a comment every 15 s, with one timer for all', async () => {
    const timers = jest.spyOn(globalThis, 'setInterval');
    const clients = await Promise.all([connect(), connect()]);
    const pings = timers.mock.calls.filter(([, everyMs]) => everyMs === 15_000);
    expect(pings).toHaveLength(1);
    pings[0]?.[0]();
    streams.endAll();
    for (const client of clients)
      expect(await textOf(client)).toMatch(/^retry: 2000\n\n: ping\n\nretry: \d+\n\n$/);
  });

  it('does not end a stream before the session of its client, however long that lasts', async () => {
    client = { name: 'oidc:ann', role: 'viewer', expiresAt: Date.now() + 60 * DAY_MS };
    const timers = jest.spyOn(globalThis, 'setTimeout');
    await connect();
    const delays = timers.mock.calls.map(([, ms]) => ms ?? 0);
    expect(delays).toContain(LONGEST_TIMER_MS);
    expect(Math.max(...delays)).toBe(LONGEST_TIMER_MS); // Node fires a longer one at once
  });

  it('ends a stream opened during shutdown at once, with a reconnection delay', async () => {
    streams.endAll();
    const client = await connect();
    expect(await textOf(client)).toMatch(/^retry: 2000\n\nretry: \d{1,4}\n\n$/);
    expect(streams.size).toBe(0);
  });

  it("leaves a client that reads nothing to the server's idle limit, but not one that reads", async () => {
    server.timeout = 300;
    const [reading, stalled] = [await connect(), await connect()];
    reading.resume();
    stalled.pause();
    const large = 'x'.repeat(30_000_000); // more than the kernel buffers for a client
    for (const stream of opened) stream.send([{ id: '1', event: 'log', data: large }]);
    const pings = setInterval(() => opened.forEach((stream) => stream.ping()), 20);
    try {
      await opened[1]?.closed;
      expect(opened[0]?.isOpen).toBe(true);
      expect(streams.size).toBe(1);
    } finally {
      clearInterval(pings);
    }
  });

  it('ignores writes after the end', async () => {
    const client = await connect();
    opened[0]?.end();
    opened[0]?.send([{ id: '1', event: 'late', data: null }]);
    opened[0]?.ping();
    opened[0]?.end(1);
    expect(await textOf(client)).toBe('retry: 2000\n\n');
    await opened[0]?.closed;
    expect(streams.size).toBe(0);
  });
});

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of response) chunks.push(String(chunk));
  return chunks.join('');
}
