import { BlockList, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * IPv4 and IPv6 networks in separate lists: a single BlockList treats every IPv4 address as part of ::ffff:0:0/96 and
 * of ::/0.
 */
export interface Networks {
  readonly four: BlockList;
  readonly six: BlockList;
}

/** @param written each as `address/bits` */
export function networksOf(written: readonly string[]): Networks {
  const networks = { four: new BlockList(), six: new BlockList() };
  for (const [base, bits] of written.map((network) => ipaddr.parseCIDR(network))) {
    const list = base.kind() === 'ipv6' ? networks.six : networks.four;
    list.addSubnet(base.toString(), bits, base.kind());
  }
  return networks;
}

/** @param address without a zone: BlockList never matches one with a zone */
export function includes({ four, six }: Networks, address: string): boolean {
  return isIPv6(address) ? six.check(address, 'ipv6') : four.check(address, 'ipv4');
}
