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
 * Decides which addresses may be reached: public addresses on FETCH_PORTS, or all with FETCH_ALLOW_PRIVATE. Networks in
 * FETCH_REFUSE are always refused.
 */
export class Reach {
  private readonly refused: Networks;

  constructor(private readonly config: Pick<Config, 'fetchAllowPrivate' | 'fetchPorts' | 'fetchRefuse'>) {
    this.refused = networksOf(config.fetchRefuse ?? []);
  }

  /**
   * Checks a URL before any DNS lookup.
   *
   * @throws OutboundRefusedError by the rules host-name, port and address-…
   */
  check(destination: Destination): void {
    const literal = literalOf(destination);
    const isRefused = isIP(literal) !== 0 && this.isRefused(literal);
    if (isRefused) throw new OutboundRefusedError('address-refused', destination.host);
    if (!this.config.fetchAllowPrivate) checkPublic(destination, this.config.fetchPorts);
  }

  /**
   * Returns a check for resolved addresses. Its errors name the host only: they must not reveal how names resolve
   * internally.
   */
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

  /** A refused IPv4 address is also refused when it is embedded in an IPv6 address. */
  private isRefused(address: string): boolean {
    const [bare = ''] = address.split('%');
    if (isIP(bare) === 0) return false;
    const carried = carriedIpv4(bare);
    return [bare, ...(carried === undefined ? [] : [carried])].some((one) => includes(this.refused, one));
  }
}
