/**
 * Roles of a client, each including the permissions of those before it. docs/security.md lists the role each route
 * requires.
 */
export const roles = ['viewer', 'submitter', 'operator', 'admin'] as const;

export type Role = (typeof roles)[number];

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text);
}
