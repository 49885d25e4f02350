import { describe, expect, it } from '@jest/globals';
import ipaddr from 'ipaddr.js';
import { addressRule } from './address-guard.js';
import { specialIpv4, specialIpv6 } from './special-ranges.js';

describe('addressRule', () => {
  it.each([
    ['127.0.0.1', 'address-loopback'],
    ['::1', 'address-loopback'],
    ['10.0.0.5', 'address-private'],
    ['172.31.255.254', 'address-private'],
    ['192.168.0.1', 'address-private'],
    ['fd12:3456:789a::1', 'address-private'],
    ['fec0::1', 'address-private'],
    ['169.254.1.1', 'address-link-local'],
    ['fe80::1%eth0', 'address-link-local'],
    ['169.254.169.254', 'address-metadata'],
    ['168.63.129.16', 'address-metadata'],
    ['fd00:ec2::254', 'address-metadata'],
    ['161.26.0.10', 'address-metadata'],
    ['166.9.1.1', 'address-metadata'],
    ['192.80.8.124', 'address-metadata'],
    ['199.36.153.8', 'address-metadata'],
    ['199.36.153.4', 'address-metadata'],
    ['2600:2d00:2:1000::1', 'address-metadata'],
    ['2600:2d00:2:2000::1', 'address-metadata'],
    ['2001:470::5efe:10.0.0.1', 'address-embedded-ipv4'],
    ['2a00:1450::200:5efe:808:808', 'address-embedded-ipv4'],
    ['100.64.1.1', 'address-shared'],
    ['198.19.255.255', 'address-benchmark'],
    ['203.0.113.1', 'address-documentation'],
    ['3fff:fff::1', 'address-documentation'],
    ['224.0.0.1', 'address-multicast'],
    ['ff02::1', 'address-multicast'],
    ['255.255.255.255', 'address-broadcast'],
    ['0.0.0.0', 'address-unspecified'],
    ['::', 'address-unspecified'],
    ['::ffff:8.8.8.8', 'address-embedded-ipv4'],
    ['64:ff9b::808:808', 'address-embedded-ipv4'],
    ['64:ff9b:1::808:808', 'address-embedded-ipv4'],
    ['2002:808:808::1', 'address-embedded-ipv4'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'address-embedded-ipv4'],
    ['240.0.0.1', 'address-reserved'],
    ['192.88.99.1', 'address-reserved'],
    ['2001:20::1', 'address-reserved'],
    ['100::1', 'address-reserved'],
    ['4000::1', 'address-reserved'],
    ['1fff:ffff::1', 'address-reserved'],
  ])('refuses %s by the rule %s', (address, rule) => {
    expect(addressRule(address)).toBe(rule);
  });

  it.each([
    ...['8.8.8.8', '1.1.1.1', '168.63.129.15', '161.25.255.255', '161.27.0.0', '166.7.255.255', '166.12.0.0'],
    ...['192.80.8.123', '199.36.153.3', '199.36.153.12', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'],
    ...['2600:2d00:2:1001::1', '2001:470::100:5efe:808:808', '2001:470::5eff:808:808', '2001:470:0:5efe::1'],
  ])('accepts the public address %s', (address) => {
    expect(addressRule(address)).toBeUndefined();
  });

  it.each(['', 'localhost', '127.1', '0x7f000001', '2130706433', '[::1]', '8.8.8.8/8', '08.8.8.8'])(
    'refuses %j, which is not in canonical notation',
    (text) => {
      expect(addressRule(text)).toBe('address-reserved');
    },
  );

  it.each(
    [...specialIpv4, ...specialIpv6].flatMap(([rule, ...networks]) => networks.map((net) => [net, rule])),
  )('refuses the first and the last address of %s', (network = '') => {
    const [first, last] = edges(network);
    expect(addressRule(first)).toMatch(/^address-/);
    expect(addressRule(last)).toMatch(/^address-/);
  });

  it.each([
    ['1.0.0.0', '9.255.255.255'],
    ['11.0.0.0', '100.63.255.255'],
    ['100.128.0.0', '126.255.255.255'],
    ['128.0.0.0', '169.253.255.255'],
    ['169.255.0.0', '172.15.255.255'],
    ['172.32.0.0', '191.255.255.255'],
    ['192.0.1.0', '192.0.1.255'],
    ['192.0.3.0', '192.31.195.255'],
    ['192.88.100.0', '192.167.255.255'],
    ['192.169.0.0', '192.175.47.255'],
    ['192.175.49.0', '198.17.255.255'],
    ['198.20.0.0', '198.51.99.255'],
    ['198.51.101.0', '203.0.112.255'],
    ['203.0.114.0', '223.255.255.255'],
    ['2001:200::', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:db9::', '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2003::', '2620:4f:7fff:ffff:ffff:ffff:ffff:ffff'],
    ['2620:4f:8001::', '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['3fff:1000::', '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('accepts both ends of the public space from %s to %s', (first, last) => {
    expect([addressRule(first), addressRule(last)]).toEqual([undefined, undefined]);
  });
});

/** First and last address of a network, computed from its bits. */
function edges(network: string): [string, string] {
  const [base, prefix] = ipaddr.parseCIDR(network);
  const bytes = base.toByteArray();
  const last = bytes.map((byte, index) => byte | (0xff >> Math.min(8, Math.max(0, prefix - index * 8))));
  return [base.toString(), ipaddr.fromByteArray(last).toString()];
}
