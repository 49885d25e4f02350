import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The groups of an IPv6 address that name a /64: one customer of a provider has at least that. */
const CUSTOMER_GROUPS = 4;

/**
 * The network by which a client is counted: an IPv4 address, also where it is written as IPv6 (`::ffff:192.0.2.1`), or
 * the /64 of an IPv6 address. Text that is no address stays as it is.
 */
export function clientNetwork(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const client = ipaddr.process(address);
  if (client instanceof ipaddr.IPv4) return client.toString();
  const groups = client.parts.map((group, i) => (i < CUSTOMER_GROUPS ? group : 0));
  return `${new ipaddr.IPv6(groups).toRFC5952String()}/64`;
}
