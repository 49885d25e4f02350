import { createHash } from 'node:crypto';

/** Each role includes those before it. */
const roles = ['viewer', 'submitter', 'operator', 'admin'] as const;

export type Role = (typeof roles)[number];

/** The sender of a request: a client with a key of a role, or a stranger without one. */
export type Caller = Role | 'stranger';

export const callers: readonly Caller[] = [...roles, 'stranger'];

const KEYS: Readonly<Record<Role, string>> = {
  viewer: 'cel_fuzz-viewer',
  submitter: 'cel_fuzz-submitter',
  operator: 'cel_fuzz-operator',
  admin: 'cel_fuzz-admin',
};

/** Configuration of the API that accepts these keys. */
export const API_KEYS = roles
  .map((role) => `fuzz-${role}:${role}:${createHash('sha256').update(KEYS[role]).digest('hex')}`)
  .join(',');

export function authorizationOf(caller: Caller): (readonly [name: string, value: string])[] {
  return caller === 'stranger' ? [] : [['Authorization', `Bearer ${KEYS[caller]}`]];
}

/** The role of a request's key; a stranger if it has none of ours, or several. */
export function callerOf(headers: readonly (readonly [name: string, value: string])[]): Caller {
  const given = headers.filter(([name]) => name.toLowerCase() === 'authorization').map(([, value]) => value);
  return roles.find((role) => given.length === 1 && given[0] === `Bearer ${KEYS[role]}`) ?? 'stranger';
}

/** True if the caller has at least this role. */
export function mayCall(caller: Caller, needed: Role): boolean {
  return caller !== 'stranger' && roles.indexOf(caller) >= roles.indexOf(needed);
}
