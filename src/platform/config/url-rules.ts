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

/** Checks a RabbitMQ URL: the virtual host is its path, `/` for the default one. */
export function amqpUrlFault(text: string): string | undefined {
  return urlFault(text.replace(/^(amqps?:\/\/[^/?#]*)\/\/$/, '$1/'), ['amqp', 'amqps']);
}

const SSL_MODES = ['disable', 'no-verify', 'require', 'verify-ca', 'verify-full'];

/**
 * Checks a PostgreSQL URL. It names its database. The host may be empty, with the folder of a Unix socket in `?host=`.
 * Settings that other programs also accept as parameters have one place here, so that a password is always found where
 * it is redacted.
 */
export function postgresUrlFault(text: string): string | undefined {
  // The URL standard has no login without a host, PostgreSQL has.
  const parsable = text.replace(/^(postgres(?:ql)?:\/\/[^@/?#]*)@\//, '$1@localhost/');
  const fault = urlFault(parsable, ['postgres', 'postgresql']);
  if (fault !== undefined) return fault;
  const { pathname, searchParams } = new URL(parsable);
  if (!/^\/[^/]+$/.test(pathname))
    return 'a URL that ends in the name of a database, such as postgres://user@localhost:5432/celeriac';
  const misplaced = ['user', 'password', 'database'].find((name) => searchParams.has(name));
  if (misplaced !== undefined)
    return `a URL without ?${misplaced}=: write postgres://user:password@host:5432/database`;
  const sslMode = searchParams.get('sslmode');
  if (sslMode !== null && !SSL_MODES.includes(sslMode))
    return `a URL whose sslmode is one of ${SSL_MODES.join(', ')}`;
  return undefined;
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
