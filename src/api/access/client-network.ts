import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Groups in an IPv6 /64 prefix, the least that a provider assigns to a customer. */
const CUSTOMER_GROUPS = 4;

/**
 * The network that counts as one client: an IPv4 address, even when written as IPv6 (`::ffff:192.0.2.1`), or an IPv6
 * /64. Any other text is returned unchanged.
 */
export function clientNetwork(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const client = ipaddr.process(address);
  if (client instanceof ipaddr.IPv4) return client.toString();
  const groups = client.parts.map((group, i) => (i < CUSTOMER_GROUPS ? group : 0));
  return `${new ipaddr.IPv6(groups).toRFC5952String()}/64`;
}
