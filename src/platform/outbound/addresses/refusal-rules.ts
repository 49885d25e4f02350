/**
 * Every rule that refuses an outbound request, with its message. The names are permanent: they appear in task errors,
 * and clients may compare them.
 */
export const refusalRules = {
  url: 'expected an absolute URL such as https://example.com/path',
  scheme: 'expected a URL that begins with http:// or https://',
  characters: 'the URL must not contain white space, control characters or backslashes; percent-encode them',
  userinfo: 'the URL must not contain a user name or a password',
  port: 'the port is not allowed (FETCH_PORTS)',
  'host-name': 'the host must be a public DNS name',
  'redirect-downgrade': 'a redirect must not lead from https to http',
  'redirect-of-post': 'a redirect of a POST is not followed',
  'redirect-ambiguous': 'a redirect must have exactly one Location',
  'address-benchmark': 'the address is reserved for benchmarks, not public',
  'address-broadcast': 'the address is a broadcast address, not public',
  'address-documentation': 'the address is reserved for documentation, not public',
  'address-embedded-ipv4': 'the address embeds an IPv4 address in IPv6',
  'address-link-local': 'the address is link-local, not public',
  'address-loopback': 'the address is a loopback address, not public',
  'address-metadata': 'the address belongs to a cloud metadata service, not public',
  'address-multicast': 'the address is a multicast address, not public',
  'address-private': 'the address is in a private network, not public',
  'address-refused': 'the address is refused by the operator of this service (FETCH_REFUSE)',
  'address-reserved': 'the address is reserved or unallocated, not public',
  'address-shared': 'the address is in a provider’s shared network, not public',
  'address-unspecified': 'the address means “this network”, not public',
} as const;

export type RefusalRule = keyof typeof refusalRules;

/** Rules about addresses. Each names the class of address that it refuses. */
export type AddressRule = Extract<RefusalRule, `address-${string}`>;
