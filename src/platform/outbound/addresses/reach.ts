import { isIP } from 'node:net';
import type { Config } from '../../config/config.js';
import { addressRule } from './address-guard.js';
import { carriedIpv4 } from './carried-ipv4.js';
import type { Guard } from '../guarded-connector.js';
import { type Networks, includes, networksOf } from './networks.js';
import { OutboundRefusedError } from '../outbound.errors.js';
import type { AddressRule } from './refusal-rules.js';
import { type Destination, checkPublic, literalOf } from './url-rules.js';

/**
 * What may be reached: public addresses on FETCH_PORTS, or with FETCH_ALLOW_PRIVATE everything; in both cases without
 * the networks of FETCH_REFUSE.
 */
export class Reach {
  private readonly refused: Networks;

  constructor(private readonly config: Pick<Config, 'fetchAllowPrivate' | 'fetchPorts' | 'fetchRefuse'>) {
    this.refused = networksOf(config.fetchRefuse ?? []);
  }

  /**
   * Judges a URL before anything is looked up.
   *
   * @throws OutboundRefusedError by the rules host-name, port and address-…
   */
  check(destination: Destination): void {
    const literal = literalOf(destination);
    const isRefused = isIP(literal) !== 0 && this.isRefused(literal);
    if (isRefused) throw new OutboundRefusedError('address-refused', destination.host);
    if (!this.config.fetchAllowPrivate) checkPublic(destination, this.config.fetchPorts);
  }

  /** Judges the addresses. Names the host in its errors: what a name resolves to inside is nobody's business outside. */
  guardOf(host: string): Guard {
    return (address) => {
      const rule = this.ruleOf(address);
      return rule && new OutboundRefusedError(rule, host);
    };
  }

  private ruleOf(address: string): AddressRule | undefined {
    if (this.isRefused(address)) return 'address-refused';
    return this.config.fetchAllowPrivate ? undefined : addressRule(address);
  }

  /** An IPv4 address is refused in every IPv6 spelling that it has, too. */
  private isRefused(address: string): boolean {
    const [bare = ''] = address.split('%');
    if (isIP(bare) === 0) return false;
    const carried = carriedIpv4(bare);
    return [bare, ...(carried === undefined ? [] : [carried])].some((one) => includes(this.refused, one));
  }
}
