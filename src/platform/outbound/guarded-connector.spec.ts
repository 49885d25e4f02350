import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { buildConnector } from 'undici';
import { type Network, guardedConnector, realNetwork } from './guarded-connector.js';

const GOOD = { address: '93.184.215.14', family: 4 };
const GOOD_6 = { address: '2606:4700:4700::1111', family: 6 };
const BAD = { address: '10.0.0.5', family: 4 };
const guard = (address: string): Error | undefined =>
  address === BAD.address ? new Error('refused') : undefined;

describe('guardedConnector', () => {
  it('connects a name to the addresses that were checked, resolved once', async () => {
    const network = new FakeNetwork([GOOD, GOOD_6]);
    await expect(connectTo('example.com', network)).resolves.toBe(network.socket);
    expect(network.socket.destroyed).toBe(false);
    expect(network.dialled).toEqual([[GOOD, GOOD_6]]);
    expect(network.lookups).toEqual(['example.com']);
  });

  it.each([[[BAD]], [[GOOD, BAD]], [[BAD, GOOD_6]]])(
    'refuses a name that resolves to %j',
    async (answers) => {
      const network = new FakeNetwork(answers);
      await expect(connectTo('example.com', network)).rejects.toThrow('refused');
      expect(network.dialled).toEqual([]);
    },
  );

  it('refuses a literal address, which has no lookup', async () => {
    const network = new FakeNetwork([]);
    await expect(connectTo(BAD.address, network)).rejects.toThrow('refused');
    expect([network.dialled, network.lookups]).toEqual([[], []]);
  });

  it('does not connect after an abort', async () => {
    const network = new FakeNetwork([GOOD]);
    await expect(connectTo('example.com', network, AbortSignal.abort())).rejects.toThrow('aborted');
    expect([network.dialled, network.lookups]).toEqual([[], []]);
  });

  it('destroys the socket if its peer is not the requested one', async () => {
    const network = new FakeNetwork([GOOD], BAD.address);
    await expect(connectTo('example.com', network)).rejects.toThrow('refused');
    expect(network.socket.destroyed).toBe(true);
  });

  it('fails with ENOTFOUND for a name without addresses', async () => {
    await expect(connectTo('example.com', new FakeNetwork([]))).rejects.toMatchObject({
      code: 'ENOTFOUND',
      message: 'The host name has no address',
    });
  });

  it("passes on the resolver's error", async () => {
    const { connect } = new FakeNetwork([]);
    const network = { connect, resolve: () => Promise.reject(new Error('no DNS')) };
    await expect(connectTo('example.com', network)).rejects.toThrow('no DNS');
  });

  it('returns one address if one is requested', async () => {
    const network = new FakeNetwork([GOOD, GOOD_6], GOOD.address, false);
    await connectTo('example.com', network);
    expect(network.dialled).toEqual([GOOD.address]);
  });

  it('tries addresses of both families until its limit or an abort', async () => {
    const network = new FakeNetwork([GOOD]);
    await connectTo('example.com', network);
    expect(network.options).toMatchObject({ autoSelectFamily: true, timeout: 10_000 });
    expect(network.options).toHaveProperty('signal', expect.any(AbortSignal));
  });

  it.each([
    ['www.example.com.', 'www.example.com'],
    ['www.example.com', 'www.example.com'],
    ['93.184.215.14', ''],
  ])('sends the server name %s to TLS as %j', async (hostname, servername) => {
    const network = new FakeNetwork([GOOD]);
    await connectTo(hostname, network);
    expect(network.serverNames).toEqual([servername]);
  });
});

describe('realNetwork', () => {
  it('asks the system resolver for every address', async () => {
    const answers = await realNetwork.resolve('localhost');
    expect(answers.length).toBeGreaterThan(0);
    for (const { address } of answers) expect(['127.0.0.1', '::1']).toContain(address);
  });
});

function connectTo(
  hostname: string,
  network: Network,
  signal = new AbortController().signal,
): Promise<unknown> {
  const connect = guardedConnector(network, guard, 10_000, signal);
  return new Promise((resolve, reject) => {
    connect({ hostname, protocol: 'https:', port: '443' }, (error, socket) =>
      error ? reject(error) : resolve(socket),
    );
  });
}

/** Records the requested and the dialled addresses. */
class FakeNetwork implements Network {
  readonly lookups: string[] = [];
  readonly dialled: unknown[] = [];
  readonly serverNames: unknown[] = [];
  options: buildConnector.BuildOptions | undefined;
  readonly socket = new Socket();

  constructor(
    private readonly answers: LookupAddress[],
    peer: string = GOOD.address,
    private readonly all = true,
  ) {
    Object.defineProperty(this.socket, 'remoteAddress', { value: peer });
  }

  readonly resolve = (hostname: string): Promise<LookupAddress[]> => {
    this.lookups.push(hostname);
    return Promise.resolve(this.answers);
  };

  readonly connect = (options?: buildConnector.BuildOptions): buildConnector.connector => {
    this.options = options;
    const lookup: LookupFunction | undefined = options && 'lookup' in options ? options.lookup : undefined;
    return ({ hostname, servername }, callback) => {
      this.serverNames.push(servername);
      lookup?.(hostname, { all: this.all }, (error, answers) => {
        if (error) return callback(error, null);
        this.dialled.push(answers);
        callback(null, this.socket);
      });
    };
  };
}
