import { createHash } from 'node:crypto';
import { type Role, roles } from '../../src/platform/config/roles.js';

/** A key of each role, as `npm run key` would have made it; its name is that of its role. */
export const KEYS: Readonly<Record<Role, string>> = {
  viewer: `cel_${'v'.repeat(43)}`,
  submitter: `cel_${'s'.repeat(43)}`,
  operator: `cel_${'o'.repeat(43)}`,
  admin: `cel_${'a'.repeat(43)}`,
};

/** API_KEYS with the four. */
export const API_KEYS = roles.map((role) => entryOf(role, role, KEYS[role])).join(',');

export function entryOf(name: string, role: Role, key: string): string {
  return `${name}:${role}:${createHash('sha256').update(key).digest('hex')}`;
}

export function bearer(key: string): { Authorization: string } {
  return { Authorization: `Bearer ${key}` };
}
