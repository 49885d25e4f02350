import { createHash } from 'node:crypto';
import { type Role, roles } from '../../src/platform/config/roles.js';

/** A key for each role, as made by `npm run key`, named after the role. */
export const KEYS: Readonly<Record<Role, string>> = {
  viewer: `cel_${'v'.repeat(43)}`,
  submitter: `cel_${'s'.repeat(43)}`,
  operator: `cel_${'o'.repeat(43)}`,
  admin: `cel_${'a'.repeat(43)}`,
};

/** API_KEYS with all four. */
export const API_KEYS = roles.map((role) => entryOf(role, role, KEYS[role])).join(',');

export function entryOf(name: string, role: Role, key: string): string {
  return `${name}:${role}:${createHash('sha256').update(key).digest('hex')}`;
}

export function bearer(key: string): { Authorization: string } {
  return { Authorization: `Bearer ${key}` };
}
