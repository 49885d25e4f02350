/** What has to be written otherwise within a user or a password. */
const ENCODED = '% as %25, @ as %40, / as %2F, # as %23, ? as %3F';

/**
 * What is wrong with a URL that a setting holds, as what is expected instead; undefined: nothing. Nothing of the URL is
 * repeated: a password that is not percent-encoded ends a URL at its first / or #, and what follows looks like a host,
 * a path or a fragment.
 *
 * @param schemes those that are taken, without `://`
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

/** The same for the URL of a Redis, whose path is the number of a database, and which says it nowhere else. */
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
