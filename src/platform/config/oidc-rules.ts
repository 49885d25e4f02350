/** Settings of the login by an identity provider. */
interface OidcSettings {
  readonly oidcIssuer: string | undefined;
  readonly oidcClientId: string | undefined;
  readonly oidcRoles: readonly unknown[] | undefined;
}

/** Checks that all that a login by OIDC needs is set. Returns one sentence per problem, each with its fix. */
export function oidcProblems({ oidcIssuer, oidcClientId, oidcRoles }: OidcSettings): string[] {
  if (oidcIssuer === undefined) return [];
  const problems: string[] = [];
  if (oidcClientId === undefined)
    problems.push('OIDC_ISSUER is set without OIDC_CLIENT_ID: register this service at the provider');
  if (oidcRoles === undefined)
    problems.push('OIDC_ISSUER is set without OIDC_ROLES, so nobody could log in: OIDC_ROLES=admins=admin');
  return problems;
}
