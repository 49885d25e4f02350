import type { IncomingHttpHeaders } from 'node:http';
import ipaddr from 'ipaddr.js';

/** What only a proxy adds: behind one, every visitor comes from its address. */
export const FORWARDED = [
  ...['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'],
  ...['x-forwarded-server', 'x-original-forwarded-for', 'x-envoy-external-address', 'x-real-ip'],
  ...['x-client-ip', 'true-client-ip', 'cf-connecting-ip', 'fly-client-ip'],
];

const WHAT_TO_DO =
  'This API has no keys, so it answers only its own machine: set API_KEYS (`npm run key -- NAME ROLE` makes one), or ' +
  'AUTH=none where everybody may do everything.';

/** What is looked at of a request. */
export interface Arrival {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Why a request may not pass for one of a person or program on this machine: it comes from elsewhere, or through a
 * proxy, or is for another name, which a site can have led to this machine (DNS rebinding). What another site has the
 * browser send is refused by the edge (api/server/cross-origin.ts), with keys and without.
 *
 * @returns undefined when it may
 */
export function whyNotLocal({ headers, socket }: Arrival): string | undefined {
  if (!isLoopbackAddress(socket.remoteAddress)) return `You ask from another machine. ${WHAT_TO_DO}`;
  const forwarded = FORWARDED.find((name) => name in headers);
  if (forwarded !== undefined)
    return `The request came through a proxy, says its header ${forwarded}. ${WHAT_TO_DO}`;
  if (!isLoopbackHost(headers.host))
    return `The request is for another host than localhost, says its header host. ${WHAT_TO_DO}`;
  return undefined;
}

export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  if (address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1') return true;
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

/** `localhost`, a name below it, or an address of loopback, with or without a port. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  if (name === 'localhost' || name === '127.0.0.1') return true;
  if (/^([a-z\d-]{1,63}\.)+localhost$/.test(name)) return true;
  if (name.startsWith('[') && name.endsWith(']')) return isLoopbackAddress(name.slice(1, -1));
  return ipaddr.IPv4.isValidFourPartDecimal(name) && isLoopbackAddress(name);
}
