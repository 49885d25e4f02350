import { BlockList, isIP, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { AddressRule } from './refusal-rules.js';
import { GLOBAL_IPV6, specialIpv4, specialIpv6 } from './special-ranges.js';

const ipv4Rules = specialIpv4.map(([rule, ...networks]) => ({ rule, networks: blockListOf(networks) }));
const ipv6Rules = specialIpv6.map(([rule, ...networks]) => ({ rule, networks: blockListOf(networks) }));
const globalIpv6 = blockListOf([GLOBAL_IPV6]);

/**
 * The rule that refuses an address, or undefined for a public one. An address is public only if two independent
 * opinions agree: our list of special networks and ipaddr.js; IPv6 must also lie inside 2000::/3. What is not an
 * address in its usual spelling is refused.
 *
 * @param address IPv4 in four decimal parts, or IPv6 without brackets; a zone (`%eth0`) is ignored
 */
export function addressRule(address: string): AddressRule | undefined {
  // BlockList finds nothing for an address with a zone, which would let it pass.
  const [bare = ''] = address.split('%');
  if (isIP(bare) === 0) return 'address-reserved';
  return listedRule(bare) ?? (isOrdinary(bare) ? undefined : 'address-reserved');
}

/** Each family has its own lists: BlockList takes every IPv4 address for a part of ::ffff:0:0/96. */
function listedRule(address: string): AddressRule | undefined {
  const isSix = isIPv6(address);
  const rules = isSix ? ipv6Rules : ipv4Rules;
  return rules.find(({ networks }) => networks.check(address, isSix ? 'ipv6' : 'ipv4'))?.rule;
}

function isOrdinary(address: string): boolean {
  if (isIPv6(address) && !globalIpv6.check(address, 'ipv6')) return false;
  return ipaddr.parse(address).range() === 'unicast';
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [base, bits] = ipaddr.parseCIDR(network);
    list.addSubnet(base.toString(), bits, base.kind());
  }
  return list;
}
