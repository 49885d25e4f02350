import { isIP } from 'node:net';

const EXPECTED = 'a comma-separated list of networks such as 203.0.113.0/24, 2001:db8::/32 or 192.0.2.7';

/** Reads `address/bits,address/bits`. An address alone is a network of one. IPv4 networks must be in IPv4 notation. */
export function networkList(value: string): readonly string[] {
  return value.split(',').map((one) => network(one.trim()));
}

function network(written: string): string {
  const [, address = '', bits] = /^([^/%]*)(?:\/(\d{1,3}))?$/.exec(written) ?? [];
  const family = isIP(address);
  const most = family === 6 ? 128 : 32;
  const length = bits === undefined ? most : Number(bits);
  if (family === 0 || length > most || isMappedIpv4(address)) throw new Error(EXPECTED);
  return `${address}/${length}`;
}

/**
 * Connections go to the embedded IPv4 address, never to such an IPv6 address, so a rule about the latter would never
 * match.
 */
function isMappedIpv4(address: string): boolean {
  return address.includes(':') && new URL(`http://[${address}]`).hostname.startsWith('[::ffff:');
}
