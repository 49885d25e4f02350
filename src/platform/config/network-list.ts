import { isIP } from 'node:net';

const EXPECTED = 'a comma-separated list of networks such as 203.0.113.0/24, 2001:db8::/32 or 192.0.2.7';

/** Reads `address/bits,address/bits`; an address alone is a network of one. An IPv4 network is written as one. */
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

/** No connection is ever to such an address but to the IPv4 address in it: a rule about it would not be kept. */
function isMappedIpv4(address: string): boolean {
  return address.includes(':') && new URL(`http://[${address}]`).hostname.startsWith('[::ffff:');
}
