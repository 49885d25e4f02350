import { type Role, isRole, roles } from '../roles.js';
import { integer, milliseconds, oneOf, optional, secret, setting } from '../setting.js';

/** A configured API key, as its hash. */
export interface ApiKey {
  /** The client's name, used in logs and in the tasks that it submits. */
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the key, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Settings of authentication, permissions and rate limits. */
export const accessSettings = {
  apiKeys: secret(
    optional(
      'API_KEYS',
      apiKeys,
      'API keys as name:role:sha256, separated by commas or spaces; create entries with npm run key',
    ),
  ),
  auth: setting(
    'AUTH',
    oneOf('keys', 'none'),
    'keys',
    'keys: without API_KEYS, serve localhost only; none: full access for every client',
  ),
  docs: setting(
    'DOCS',
    oneOf('public', 'private'),
    'public',
    'private: /docs and /openapi.json require a key, like other routes',
  ),
  sessionMs: setting(
    'SESSION_MS',
    milliseconds(60_000, 2_592_000_000),
    '43200000',
    'lifetime of a browser login (console, private /docs)',
  ),
  auditMaxEntries: setting(
    'AUDIT_MAX_ENTRIES',
    integer(100, 1_000_000),
    '10000',
    'number of operator actions kept for GET /audit; the oldest are removed first. About 0.5 kB each in Redis, 5 ' +
      'kB at most',
  ),
} as const;

/** Errors identify an entry by its name or position only: any other part of it may be a secret. */
function apiKeys(value: string): readonly ApiKey[] {
  const keys = value
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(apiKey);
  if (keys.length === 0) throw wrong('it is empty');
  for (const [index, key] of keys.entries()) {
    const before = keys.slice(0, index);
    if (before.some(({ name }) => name === key.name)) throw wrong(`there are two entries named ${key.name}`);
    const same = before.find(({ sha256 }) => sha256 === key.sha256);
    if (same) throw wrong(`${same.name} and ${key.name} have the same key`);
  }
  return keys;
}

function apiKey(entry: string, index: number): ApiKey {
  const [name = '', role = '', sha256 = '', ...rest] = entry.split(':');
  const place = `entry ${index + 1}`;
  if (sha256 === '' || rest.length > 0) throw wrong(`${place} does not have three parts`);
  if (!/^[A-Za-z\d][\w.-]{0,63}$/.test(name))
    throw wrong(`the name of ${place} is not 1 to 64 letters, digits, or any of _ - .`);
  if (!isRole(role)) throw wrong(`the role of ${name} is not one of ${roles.join(', ')}`);
  if (!/^[\da-f]{64}$/i.test(sha256)) throw wrong(`the hash of ${name} is not 64 hexadecimal digits`);
  return { name, role, sha256: sha256.toLowerCase() };
}

function wrong(what: string): Error {
  return new Error(
    `entries name:role:sha256, separated by commas or spaces (create one with npm run key): ${what}`,
  );
}
