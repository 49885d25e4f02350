import { createHash } from 'node:crypto';
import type { OidcRole } from '../../../platform/config/settings/oidc.js';
import { type Role, roles } from '../../../platform/config/roles.js';
import { PERSON } from '../principal.js';
import type { Claims } from './oidc-client.js';

/** A name that fits into log lines, queries and records. */
const NAME = /^[^\s\p{C}"\\]{1,64}$/u;
/** Longest name in bytes: tokens contain it, and fit into a header. */
const MAX_BYTES = 64;

/** A person's name for the audit log, submitted tasks and quotas: the user name, else the email address, else the ID. */
export function nameOf(claims: Claims): string {
  const { preferred_username, email, email_verified, sub } = claims;
  const candidates = [preferred_username, email_verified === false ? undefined : email, sub];
  const name = candidates.find(isFit);
  return PERSON + (name ?? createHash('sha256').update(String(sub)).digest('hex'));
}

function isFit(name: unknown): name is string {
  return typeof name === 'string' && NAME.test(name) && Buffer.byteLength(name) <= MAX_BYTES;
}

/**
 * The values of a claim.
 *
 * @param path its name, or names separated by dots that lead into objects. A claim whose own name has dots wins.
 */
export function valuesOf(claims: Claims, path: string): string[] {
  const claim = Object.hasOwn(claims, path) ? claims[path] : within(claims, path.split('.'));
  return [claim].flat().filter((value) => typeof value === 'string');
}

function within(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return within(Reflect.get(value, name), rest);
}

/** The highest role that one of the values has, or undefined. */
export function roleOf(values: readonly string[], mapping: readonly OidcRole[]): Role | undefined {
  const found = mapping.filter(({ value }) => values.includes(value)).map(({ role }) => role);
  return roles.findLast((role) => found.includes(role));
}
