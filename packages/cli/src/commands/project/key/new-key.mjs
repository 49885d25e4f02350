/** Makes API keys. Plain JavaScript without packages, so that `npm run key` works without a build. */
import { createHash, randomBytes } from 'node:crypto';

export const ROLES = ['viewer', 'submitter', 'operator', 'admin'];

const NAME = /^[A-Za-z\d][\w.-]{0,63}$/;

/** Explains why a name or a role is invalid; undefined if both are valid. */
export function problemWithKey(name, role) {
  if (!NAME.test(name)) return `${JSON.stringify(name)} is no name.`;
  if (!ROLES.includes(role)) return `There is no role ${JSON.stringify(role)}.`;
  return undefined;
}

/** 256 random bits. By the prefix, scanners for secrets recognise a key that stands where it should not. */
export function newKey(name, role) {
  const key = `cel_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(key).digest('hex');
  return { name, role, key, entry: `${name}:${role}:${hash}` };
}

/** A new key for people. */
export function keyText({ name, role, key, entry }) {
  return `The key of ${name} (${role}). It is not shown again:

  ${key}

Add its entry to API_KEYS, separated from the others by a comma, and restart the API:

  ${entry}
`;
}
