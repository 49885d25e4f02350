import { isIP, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isIsatap } from './carried-ipv4.js';
import { includes, networksOf } from './networks.js';
import type { AddressRule } from './refusal-rules.js';
import { GLOBAL_IPV6, specialIpv4, specialIpv6 } from './special-ranges.js';

const ipv4Rules = specialIpv4.map(([rule, ...networks]) => ({ rule, networks: networksOf(networks) }));
const ipv6Rules = specialIpv6.map(([rule, ...networks]) => ({ rule, networks: networksOf(networks) }));
const globalIpv6 = networksOf([GLOBAL_IPV6]);

/**
 * Returns the rule that refuses an address, or undefined for a public one. An address is public only if two independent
 * sources agree: our list of special networks and ipaddr.js. IPv6 must also be inside 2000::/3. Text that is not an
 * address in canonical notation is refused.
 *
 * @param address IPv4 in four decimal parts, or IPv6 without brackets; a zone (`%eth0`) is ignored
 */
export function addressRule(address: string): AddressRule | undefined {
  // BlockList never matches an address with a zone, which would let it pass.
  const [bare = ''] = address.split('%');
  if (isIP(bare) === 0) return 'address-reserved';
  return listedRule(bare) ?? (isOrdinary(bare) ? undefined : 'address-reserved');
}

function listedRule(address: string): AddressRule | undefined {
  const rules = isIPv6(address) ? ipv6Rules : ipv4Rules;
  const rule = rules.find(({ networks }) => includes(networks, address))?.rule;
  return rule ?? (isIsatap(address) ? 'address-embedded-ipv4' : undefined);
}

function isOrdinary(address: string): boolean {
  if (isIPv6(address) && !includes(globalIpv6, address)) return false;
  return ipaddr.parse(address).range() === 'unicast';
}
