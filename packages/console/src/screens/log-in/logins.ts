/** A login at an identity provider. */
export interface ProviderLogin {
  readonly title: string;
  /** Path of the API that begins it. */
  readonly url: string;
}

export interface Logins {
  /** True if an API key can be entered. */
  readonly hasKey: boolean;
  readonly providers: readonly ProviderLogin[];
}

/** The ways to log in, by their kind. Kinds that this console does not know are left out. */
export function loginsOf(
  logins: readonly { readonly type: string; readonly title?: string | null; readonly url?: string | null }[],
): Logins {
  return {
    hasKey: logins.some(({ type }) => type === 'key'),
    providers: logins.flatMap(({ type, title, url }) =>
      type === 'oidc' && url ? [{ title: title ?? 'Log in', url }] : [],
    ),
  };
}
