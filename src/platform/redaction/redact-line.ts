import { hasKnownSecret, scrubKnown } from './known-secrets.js';
import { redactText } from './redact-text.js';
import { REDACTED } from './redacted.js';

/** The end of a name under which only a secret stands: `authorization`, `client_secret`, `redisPassword`, `apiKey`. */
const SECRET_NAME =
  /(?:authorization|cookie|passw(?:or)?d|passphrase|secret|token|credential|(?:api|private|payload|secret|signing|encryption|access)[-_]?key)s?$|^(?:auth|pass)$/i;

/** Whether only a secret stands under a name. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** What tells in one look that a line of JSON may have such a name, or a command of Redis with its arguments. */
const HINT =
  /"[^"]*(?:auth|authorization|cookie|pass|passw(?:or)?d|passphrase|secret|token|credential|key)s?"[:,]|"args":/i;

/**
 * A line of the log, which is JSON, without anything secret in it, whatever was logged: values under a telling name at
 * any depth, what is secret by its form, what a running task was given as secret, arguments of Redis commands.
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

/** Node's `rawHeaders` is a list of names and values by turns. */
function followsName(list: readonly unknown[], i: number): boolean {
  const before = list[i - 1];
  return typeof list[i] === 'string' && typeof before === 'string' && SECRET_NAME.test(before);
}

function shownAs(name: string, value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (SECRET_NAME.test(name)) return REDACTED;
  // An error of Redis carries the whole command: a password, a payload, an answer.
  if (name === 'args' && Array.isArray(value)) return `${value.length} arguments`;
  return shown(value);
}
