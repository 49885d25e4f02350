/**
 * Every rule that refuses an outbound request, with its message. The names are permanent: they appear in task errors,
 * and clients may compare them.
 */
export const refusalRules = {
  url: 'expected an absolute URL such as https://example.com/path',
  scheme: 'expected a URL that begins with http:// or https://',
  characters: 'a URL has no white space, control character or backslash; percent-encode it',
  userinfo: 'a URL must not carry a user name or a password',
  port: 'the port is none of those that are reached (FETCH_PORTS)',
  'host-name': 'the host must be a name of the public DNS',
  'redirect-downgrade': 'a redirect must not lead from https to http',
  'redirect-of-post': 'a POST is not carried on by a redirect',
  'redirect-ambiguous': 'a redirect must have exactly one Location',
  'address-benchmark': 'the address is for benchmarks, not public',
  'address-broadcast': 'the address is a broadcast, not public',
  'address-documentation': 'the address is for documentation, not public',
  'address-embedded-ipv4': 'the address carries an IPv4 address inside IPv6',
  'address-link-local': 'the address is of the local link, not public',
  'address-loopback': 'the address is of this machine, not public',
  'address-metadata': 'the address belongs to a cloud control service, not public',
  'address-multicast': 'the address is for many receivers, not public',
  'address-private': 'the address is of a private network, not public',
  'address-refused': 'the operator of this service refuses the address (FETCH_REFUSE)',
  'address-reserved': 'the address is reserved or not allocated, not public',
  'address-shared': 'the address is of a provider’s shared network, not public',
  'address-unspecified': 'the address means “this network”, not public',
} as const;

export type RefusalRule = keyof typeof refusalRules;

/** Rules about addresses. Each names the class of address that it refuses. */
export type AddressRule = Extract<RefusalRule, `address-${string}`>;
