/** Characters that must be percent-encoded in a user name or a password. */
const ENCODED = '% as %25, @ as %40, / as %2F, # as %23, ? as %3F';

/**
 * Checks the URL of a setting. Returns what is expected instead, or undefined if the URL is valid. The message never
 * quotes the URL: a password that is not percent-encoded ends at its first / or #, and its rest would look like a host,
 * path or fragment.
 *
 * @param schemes accepted schemes, without `://`
 */
export function urlFault(text: string, schemes: readonly string[]): string | undefined {
  const expected = `a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWhole =
    url !== undefined && !/[\\\s]/.test(text) && !/[@#]/.test(url.pathname + url.search + url.hash);
  if (url !== undefined && !schemes.includes(url.protocol.slice(0, -1))) return expected;
  if (isWhole && canDecode(url.username) && canDecode(url.password)) return undefined;
  return `${expected}; within a user or a password write ${ENCODED}`;
}

/** Checks a Redis URL: the database is its path, and set nowhere else. */
export function redisUrlFault(text: string): string | undefined {
  const fault = urlFault(text, ['redis', 'rediss']);
  if (fault !== undefined) return fault;
  const { pathname, searchParams } = new URL(text);
  if (!/^\/?\d{0,5}$/.test(pathname))
    return 'a URL that ends in the number of a database, such as redis://localhost:6379/0';
  const elsewhere = ['db', 'keyPrefix'].find((name) => searchParams.has(name));
  if (elsewhere === 'db')
    return 'a URL with the database as its path, such as redis://localhost:6379/3, not as ?db=3';
  return elsewhere && `a URL without ${elsewhere}: REDIS_PREFIX begins the name of every key`;
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
