import { once } from 'node:events';
import { type IncomingMessage, type Server, get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import type { EventStream } from './event-stream.js';
import { EventStreams } from './event-streams.js';

describe('EventStreams', () => {
  let streams: EventStreams;
  let server: Server;
  let opened: EventStream[];

  beforeEach(async () => {
    streams = new EventStreams();
    opened = [];
    const app = express().get('/', (_request, response) => void opened.push(streams.open(response)));
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

  it('keeps every stream alive by a comment every 15 s, with one timer for all', async () => {
    const timers = jest.spyOn(globalThis, 'setInterval');
    const clients = await Promise.all([connect(), connect()]);
    const pings = timers.mock.calls.filter(([, everyMs]) => everyMs === 15_000);
    expect(pings).toHaveLength(1);
    pings[0]?.[0]();
    streams.endAll();
    for (const client of clients)
      expect(await textOf(client)).toMatch(/^retry: 2000\n\n: ping\n\nretry: \d+\n\n$/);
  });

  it('ends at once what is opened while the process stops, and says when to come back', async () => {
    streams.endAll();
    const client = await connect();
    expect(await textOf(client)).toMatch(/^retry: 2000\n\nretry: \d{1,4}\n\n$/);
    expect(streams.size).toBe(0);
  });

  it('sends nothing after the end, and takes it calmly', async () => {
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
