import type { AddressRule } from './refusal-rules.js';

type SpecialRange = readonly [rule: AddressRule, ...networks: string[]];

/**
 * IPv4 networks that are not public; the first match gives the rule. Source: the IANA IPv4 Special-Purpose Address
 * Registry (RFC 6890 and its updates), multicast and class E, and the metadata addresses of clouds.
 */
export const specialIpv4: readonly SpecialRange[] = [
  // The first of these has a more specific name for the error; the others look public. Azure's WireServer, Equinix
  // Metal:
  ['address-metadata', '169.254.169.254/32', '100.100.100.200/32', '168.63.129.16/32', '192.80.8.124/32'],
  // IBM Cloud's internal networks; private.googleapis.com and restricted.googleapis.com.
  ['address-metadata', '161.26.0.0/16', '166.8.0.0/14', '199.36.153.4/30', '199.36.153.8/30'],
  ['address-unspecified', '0.0.0.0/8'],
  ['address-loopback', '127.0.0.0/8'],
  ['address-private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ['address-shared', '100.64.0.0/10'],
  ['address-link-local', '169.254.0.0/16'],
  ['address-documentation', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
  ['address-benchmark', '198.18.0.0/15'],
  ['address-multicast', '224.0.0.0/4'],
  ['address-broadcast', '255.255.255.255/32'],
  // IETF protocol assignments, 6to4 relays, AS112 and AMT anycast, class E.
  ['address-reserved', '192.0.0.0/24', '192.88.99.0/24', '192.31.196.0/24', '192.175.48.0/24'],
  ['address-reserved', '192.52.193.0/24', '240.0.0.0/4'],
];

/**
 * IPv6 networks that are not public; the first match gives the rule. Source: the IANA IPv6 Special-Purpose Address
 * Registry, and RFC 4291 for older ones. An address that embeds an IPv4 address is always refused: its translation
 * cannot be known here.
 */
export const specialIpv6: readonly SpecialRange[] = [
  ['address-metadata', 'fd00:ec2::/32', 'fd20:ce::254/128'],
  // restricted.googleapis.com and private.googleapis.com.
  ['address-metadata', '2600:2d00:2:1000::/64', '2600:2d00:2:2000::/64'],
  ['address-unspecified', '::/128'],
  ['address-loopback', '::1/128'],
  // IPv4-compatible, IPv4-mapped, IPv4-translated, NAT64 (RFC 6052, RFC 8215), Teredo, 6to4.
  ['address-embedded-ipv4', '::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48'],
  ['address-embedded-ipv4', '2001::/32', '2002::/16'],
  // Unique-local, and the deprecated site-local.
  ['address-private', 'fc00::/7', 'fec0::/10'],
  ['address-link-local', 'fe80::/10'],
  ['address-documentation', '2001:db8::/32', '3fff::/20'],
  ['address-benchmark', '2001:2::/48'],
  ['address-multicast', 'ff00::/8'],
  // IETF protocol assignments with both ORCHIDs, AS112, discard-only, segment routing.
  ['address-reserved', '2001::/23', '2620:4f:8000::/48', '100::/64', '5f00::/16'],
];

/** The only part of IPv6 from which global addresses are allocated (RFC 4291, section 2.4). */
export const GLOBAL_IPV6 = '2000::/3';
