import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Networks of IPv6 addresses that embed an IPv4 address, with its byte offset. */
const carriers = [
  ['::/96', 12],
  ['::ffff:0:0/96', 12],
  ['::ffff:0:0:0/96', 12],
  ['64:ff9b::/96', 12],
  ['64:ff9b:1::/48', 12],
  ['2001::/32', 12],
  ['2002::/16', 2],
] as const;
const TEREDO = '2001::/32';

/**
 * Extracts the IPv4 address embedded in an IPv6 address: IPv4-compatible, IPv4-mapped, IPv4-translated, NAT64, Teredo,
 * 6to4 or ISATAP. Returns undefined for any other address. A private NAT64 prefix cannot be recognised.
 *
 * @param address without a zone
 */
export function carriedIpv4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const six = ipaddr.IPv6.parse(address);
  const [network, at] = carriers.find(([one]) => six.match(ipaddr.IPv6.parseCIDR(one))) ?? [];
  if (at === undefined && !isIsatap(address)) return undefined;
  const bytes = six.toByteArray().slice(at ?? 12, (at ?? 12) + 4);
  // Teredo inverts every bit.
  return bytes.map((byte) => (network === TEREDO ? 255 - byte : byte)).join('.');
}

/** ISATAP is recognised by its interface identifier, in any network (RFC 5214, section 6.1). */
export function isIsatap(address: string): boolean {
  if (!isIPv6(address)) return false;
  const [, , , , fifth = 0, sixth] = ipaddr.IPv6.parse(address).parts;
  return (fifth & ~0x0200) === 0 && sixth === 0x5efe;
}
