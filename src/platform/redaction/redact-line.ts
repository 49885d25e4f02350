import { hasKnownSecret, scrubKnown } from './known-secrets.js';
import { redactText } from './redact-text.js';
import { REDACTED } from './redacted.js';

/** Endings of names whose values are always secret: `authorization`, `client_secret`, `redisPassword`, `apiKey`. */
const SECRET_NAME =
  /(?:authorization|cookie|passw(?:or)?d|passphrase|secret|token|credential|(?:api|private|payload|secret|signing|encryption|access)[-_]?key)s?$|^(?:auth|pass)$/i;

/** True if values with this name are always secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** A cheap check for JSON lines that may contain such a name, or a Redis command with its arguments. */
const HINT =
  /"[^"]*(?:auth|authorization|cookie|pass|passw(?:or)?d|passphrase|secret|token|credential|key)s?"[:,]|"args":/i;

/**
 * Redacts a JSON log line: values of secret names at any depth, texts with the form of a secret, secrets of running
 * tasks, and arguments of Redis commands.
 */
export function redactLine(line: string): string {
  if (!HINT.test(line) && !hasKnownSecret(line)) return redactText(line);
  const scrubbed = scrubKnown(JSON.parse(line));
  return `${JSON.stringify(shown(scrubbed))}\n`;
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (followsName(value, i) ? REDACTED : shown(item)));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shownAs(name, item)]));
}

/** Node's `rawHeaders` is a flat list that alternates names and values. */
function followsName(list: readonly unknown[], i: number): boolean {
  const before = list[i - 1];
  return typeof list[i] === 'string' && typeof before === 'string' && SECRET_NAME.test(before);
}

function shownAs(name: string, value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (SECRET_NAME.test(name)) return REDACTED;
  // A Redis error contains the whole command: a password, a payload, a response.
  if (name === 'args' && Array.isArray(value)) return `${value.length} arguments`;
  return shown(value);
}
