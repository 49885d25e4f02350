import type { LookupAddress } from 'node:dns';
import { type LookupFunction, connect as connectTcp, isIP } from 'node:net';
import type { buildConnector } from 'undici';
import type { Network } from '../../src/platform/outbound/guarded-connector.js';

/**
 * A simulated internet: names resolve to the given answers, and every address leads to the same local server, in plain
 * HTTP even for https. Counts look-ups and connections.
 */
export class FakeInternet implements Network {
  readonly lookups: string[] = [];
  readonly connections: string[] = [];

  /**
   * @param answers of the first look-up, the second and so on, each with its addresses separated by commas; the last
   *   one stays
   * @param originPort of the local server
   */
  constructor(
    private readonly answers: readonly string[],
    private readonly originPort: number,
  ) {}

  readonly resolve = (hostname: string): Promise<LookupAddress[]> => {
    const answer = this.answers[this.lookups.length] ?? this.answers.at(-1) ?? '';
    this.lookups.push(hostname);
    return Promise.resolve(answer.split(',').map((address) => ({ address, family: isIP(address) })));
  };

  readonly connect = (options?: buildConnector.BuildOptions): buildConnector.connector => {
    const lookup = options && 'lookup' in options ? options.lookup : undefined;
    return ({ hostname }, callback) => {
      if (isIP(hostname)) this.dial(hostname, callback);
      else this.dialName(hostname, lookup, callback);
    };
  };

  private dialName(
    name: string,
    lookup: LookupFunction | undefined,
    callback: buildConnector.Callback,
  ): void {
    lookup?.(name, { all: true }, (error, found) => {
      const [first] = [found].flat();
      if (error) callback(error, null);
      else this.dial(typeof first === 'object' ? first.address : String(first), callback);
    });
  }

  /** Makes the socket look connected to the address. */
  private dial(address: string, callback: buildConnector.Callback): void {
    this.connections.push(address);
    const socket = connectTcp(this.originPort, '127.0.0.1');
    Object.defineProperty(socket, 'remoteAddress', { value: address });
    socket.once('connect', () => callback(null, socket)).once('error', (error) => callback(error, null));
  }
}
