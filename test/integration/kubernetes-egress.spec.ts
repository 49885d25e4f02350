import ipaddr from 'ipaddr.js';
import { describe, expect, it } from '@jest/globals';
import { includes, networksOf } from '../../src/platform/outbound/addresses/networks.js';
import { specialIpv4, specialIpv6 } from '../../src/platform/outbound/addresses/special-ranges.js';
import { type Resource, readManifest } from '../support/kubernetes.js';

interface IpBlock {
  readonly cidr: string;
  readonly except: readonly string[];
}

interface EgressPolicy extends Resource {
  readonly spec: {
    readonly policyTypes: readonly string[];
    readonly egress: readonly {
      readonly ports?: readonly { readonly port: number }[];
      readonly to: readonly { readonly ipBlock?: IpBlock; readonly namespaceSelector?: object }[];
    }[];
  };
}

const policy = readManifest('network-policies.yaml').find(
  ({ metadata }) => metadata.name === 'celeriac-egress',
) as EgressPolicy;
const blocks = policy.spec.egress.flatMap(({ to }) => to.flatMap(({ ipBlock }) => ipBlock ?? []));
const networks = blocks.map(({ cidr, except }) => ({
  open: networksOf([cidr]),
  closed: networksOf(except),
}));
const isOut = (address: string) =>
  networks.some(({ open, closed }) => includes(open, address) && !includes(closed, address));

/** Networks with possible hosts; other special networks, such as those for documentation, have none. */
const INHABITED =
  /loopback|private|link-local|metadata|shared|benchmark|multicast|broadcast|unspecified|embedded/;
const inhabited = [...specialIpv4, ...specialIpv6]
  .filter(([rule]) => INHABITED.test(rule))
  .flatMap(([, ...ranges]) => ranges);

describe('the egress policy of deploy/kubernetes', () => {
  it('covers outgoing connections', () => expect(policy.spec.policyTypes).toEqual(['Egress']));

  it.each(inhabited)('allows no pod to connect to %s', (network) => {
    const { address, broadcast } = edgesOf(network);
    expect([address, broadcast].filter(isOut)).toEqual([]);
  });

  it.each(['8.8.8.8', '1.1.1.1', '161.25.255.255', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
    'allows pods to connect to %s, which is public',
    (address) => expect(isOut(address)).toBe(true),
  );

  it('allows pods inside the cluster only to the DNS, the brokers, the history and the collector, by port', () => {
    const inside = policy.spec.egress.filter(({ to }) => to.every(({ ipBlock }) => ipBlock === undefined));
    expect(inside.map(({ ports }) => ports?.map(({ port }) => port))).toEqual([
      [53, 53],
      [6379],
      [5432],
      [5672],
      [4318],
    ]);
    for (const { namespaceSelector } of inside.flatMap(({ to }) => to))
      expect(namespaceSelector).toHaveProperty('matchLabels');
    expect(policy.spec.egress).toHaveLength(inside.length + 1);
  });
});

function edgesOf(network: string): { address: string; broadcast: string } {
  const [base, bits] = ipaddr.parseCIDR(network);
  const first = base.toByteArray();
  const last = first.map((byte, index) => byte | (0xff >> Math.min(8, Math.max(0, bits - index * 8))));
  return { address: base.toString(), broadcast: ipaddr.fromByteArray(last).toString() };
}
