/**
 * What a client may do; each role may also do what those before it may. docs/security.md says which route needs
 * which.
 */
export const roles = ['viewer', 'submitter', 'operator', 'admin'] as const;

export type Role = (typeof roles)[number];

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text);
}
