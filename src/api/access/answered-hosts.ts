import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../../platform/config/config.js';
import { isLoopbackAddress, isLoopbackHost } from './loopback.js';

/** The parts of a request that are checked. */
interface Addressed {
  /** As it stands in the request line: mostly a path, but a whole URL where the client takes this for a proxy. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly localAddress?: string | undefined };
}

/** Probes ask for this by a container's address or through a load balancer. It shows counts and nothing of a task. */
const HEALTH = /^(?:\/health|\/health\/live|\/health\/ready)(?:\?|$)/;

/**
 * Which names this server answers to (HOSTS). A browser takes any name for one origin with its page, also when the name
 * leads to this machine now (DNS rebinding): only the name itself tells such a page from one of ours. Names of loopback,
 * and the address that the client has connected to, are always answered: no page of a stranger has them.
 */
export class AnsweredHosts {
  private readonly hosts: ReadonlySet<string> | undefined;
  private readonly isBehindProxy: boolean;

  /** Where everybody may do everything, only loopback is answered unless HOSTS says more. With keys, every name is. */
  constructor({ hosts, auth, trustProxy }: Pick<Config, 'hosts' | 'auth' | 'trustProxy'>) {
    const isLimited = hosts !== undefined || auth === 'none';
    this.hosts = isLimited ? new Set(hosts) : undefined;
    this.isBehindProxy = trustProxy !== undefined;
  }

  /** @returns why a request is not answered; undefined when it is */
  refusal(request: Addressed): string | undefined {
    if (this.hosts === undefined || HEALTH.test(request.url ?? '')) return undefined;
    const wrong = this.namesIn(request).find((name) => !this.isAnswered(name, request));
    if (wrong === undefined) return undefined;
    return `This server is not called ${JSON.stringify(wrong.slice(0, 100))}: add the name to HOSTS.`;
  }

  /** All of them have to be ours: which one counts differs from program to program. */
  private namesIn({ url = '', headers }: Addressed): string[] {
    const target = /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url);
    const forwarded = this.isBehindProxy ? [headers['x-forwarded-host'] ?? []].flat() : [];
    const original = forwarded.flatMap((list) => list.split(','));
    return [headers.host ?? '', ...(target ? [target[1] ?? ''] : []), ...original].map(nameIn);
  }

  private isAnswered(name: string, { socket }: Addressed): boolean {
    if (name.includes(':') && !name.endsWith(']')) return false; // two ports, or an address without its brackets
    return this.hosts?.has(name) || isLoopbackHost(name) || isOwnAddress(name, socket.localAddress);
  }
}

/** `Api.Example.:8000` is `api.example`; an IPv6 address keeps its brackets. */
function nameIn(host: string): string {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/:\d{1,5}$/, '');
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** The address of this end of the connection: IPv4 can stand in it as IPv6 (`::ffff:10.0.0.1`). */
function isOwnAddress(name: string, localAddress: string | undefined): boolean {
  if (localAddress === undefined || isLoopbackAddress(localAddress)) return false;
  const address = localAddress.replace(/^::ffff:/i, '');
  return name === address || name === `[${address}]`;
}
