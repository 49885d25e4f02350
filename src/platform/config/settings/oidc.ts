import { type Role, isRole, roles } from '../roles.js';
import { oneLine, optional, secret, setting, text, url } from '../setting.js';

/** The role of the people whose claim has this value. */
export interface OidcRole {
  readonly value: string;
  readonly role: Role;
}

/** Settings of the login by an identity provider (OpenID Connect). */
export const oidcSettings = {
  oidcIssuer: optional(
    'OIDC_ISSUER',
    url('https', 'http'),
    'issuer of the OpenID Connect provider for logins; unset: API keys only',
  ),
  oidcClientId: optional('OIDC_CLIENT_ID', text, 'client ID at the provider'),
  oidcClientSecret: secret(
    optional('OIDC_CLIENT_SECRET', text, 'client secret at the provider; unset: a public client'),
  ),
  oidcScopes: setting(
    'OIDC_SCOPES',
    scopes,
    'openid profile email',
    'scopes to ask the provider for, separated by spaces',
  ),
  oidcRoleClaim: setting(
    'OIDC_ROLE_CLAIM',
    oneLine(200),
    'groups',
    "claim with a person's groups; a path such as realm_access.roles leads into objects",
  ),
  oidcRoles: optional(
    'OIDC_ROLES',
    oidcRoles,
    'roles by the values of that claim, as value=role separated by commas; the highest that matches counts',
  ),
  oidcTitle: setting('OIDC_TITLE', oneLine(60), 'Log in with single sign-on', 'label of the login button'),
} as const;

function scopes(value: string): string {
  const names = value.split(/\s+/);
  if (!names.includes('openid')) throw new Error('scopes separated by spaces, openid among them');
  return names.join(' ');
}

/** A value may contain `=`: the role comes after the last one. */
function oidcRoles(value: string): readonly OidcRole[] {
  return value.split(',').map((entry) => {
    const at = entry.lastIndexOf('=');
    const role = entry.slice(at + 1).trim();
    const claimed = entry.slice(0, Math.max(at, 0)).trim();
    if (claimed === '' || !isRole(role))
      throw new Error(`entries value=role separated by commas, with one of the roles ${roles.join(', ')}`);
    return { value: claimed, role };
  });
}
