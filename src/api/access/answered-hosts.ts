import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../../platform/config/config.js';
import { isLoopbackAddress, isLoopbackHost } from './loopback.js';

/** The checked parts of a request. */
interface Addressed {
  /** The request target: usually a path, but a whole URL from a client that treats this server as a proxy. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly localAddress?: string | undefined };
}

/**
 * Probes request this by a container's address or through a load balancer. It contains counts only, nothing of a task.
 */
const HEALTH = /^(?:\/health|\/health\/live|\/health\/ready)(?:\?|$)/;

/**
 * Host names that this server accepts (HOSTS). A browser treats every host name as an origin of its own, even when a
 * foreign name now resolves to this machine (DNS rebinding): only the name distinguishes such a page from ours.
 * Loopback names, and the address that the client has connected to, are always accepted: a foreign page cannot have
 * them.
 */
export class AnsweredHosts {
  private readonly hosts: ReadonlySet<string> | undefined;
  private readonly isBehindProxy: boolean;

  /** With AUTH=none, only loopback names are accepted unless HOSTS is set. With keys, every name is. */
  constructor({ hosts, auth, trustProxy }: Pick<Config, 'hosts' | 'auth' | 'trustProxy'>) {
    const isLimited = hosts !== undefined || auth === 'none';
    this.hosts = isLimited ? new Set(hosts) : undefined;
    this.isBehindProxy = trustProxy !== undefined;
  }

  /** @returns the reason for refusing a request, or undefined */
  refusal(request: Addressed): string | undefined {
    if (this.hosts === undefined || HEALTH.test(request.url ?? '')) return undefined;
    const wrong = this.namesIn(request).find((name) => !this.isAnswered(name, request));
    if (wrong === undefined) return undefined;
    return `This server does not answer to the host name ${JSON.stringify(wrong.slice(0, 100))}: add it to HOSTS.`;
  }

  /** All names of a request must match: programs differ in which one they use. */
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

/** `Api.Example.:8000` becomes `api.example`; an IPv6 address keeps its brackets. */
function nameIn(host: string): string {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/:\d{1,5}$/, '');
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** The local address of the connection, which may be IPv4 written as IPv6 (`::ffff:10.0.0.1`). */
function isOwnAddress(name: string, localAddress: string | undefined): boolean {
  if (localAddress === undefined || isLoopbackAddress(localAddress)) return false;
  const address = localAddress.replace(/^::ffff:/i, '');
  return name === address || name === `[${address}]`;
}
