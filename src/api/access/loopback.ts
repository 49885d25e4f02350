import type { IncomingHttpHeaders } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Headers set only by proxies: behind one, every client has the proxy's address. */
export const FORWARDED = [
  ...['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'],
  ...['x-forwarded-server', 'x-original-forwarded-for', 'x-envoy-external-address', 'x-real-ip'],
  ...['x-client-ip', 'true-client-ip', 'cf-connecting-ip', 'fly-client-ip'],
];

const WHAT_TO_DO =
  'This API has no keys, so it serves localhost only. Set API_KEYS (create a key with `npm run key -- NAME ' +
  'ROLE`), or AUTH=none to give every client full access.';

/** The checked parts of a request. */
export interface Arrival {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Explains why a request does not count as local: it comes from another machine, through a proxy, or for another host
 * name, which a site may have pointed to this machine (DNS rebinding). Cross-site requests of a browser are refused
 * elsewhere (api/server/cross-origin.ts), with and without keys.
 *
 * @returns undefined if the request is local
 */
export function whyNotLocal({ headers, socket }: Arrival): string | undefined {
  if (!isLoopbackAddress(socket.remoteAddress)) return `The request came from another machine. ${WHAT_TO_DO}`;
  const forwarded = FORWARDED.find((name) => name in headers);
  if (forwarded !== undefined)
    return `The request came through a proxy, according to its header ${forwarded}. ${WHAT_TO_DO}`;
  if (!isLoopbackHost(headers.host))
    return `The request names another host than localhost in its Host header. ${WHAT_TO_DO}`;
  return undefined;
}

export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  if (address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1') return true;
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

/** `localhost`, its subdomains, or a loopback address, with or without a port. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  if (name === 'localhost' || name === '127.0.0.1') return true;
  if (/^([a-z\d-]{1,63}\.)+localhost$/.test(name)) return true;
  if (name.startsWith('[') && name.endsWith(']')) return isLoopbackAddress(name.slice(1, -1));
  return ipaddr.IPv4.isValidFourPartDecimal(name) && isLoopbackAddress(name);
}
