import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import { NamedError } from '../../../platform/errors/named-error.js';

/** Reasons why a login at the provider failed. The console has words for each. */
export type OidcProblem = 'no-role' | 'denied' | 'login-expired' | 'login-failed' | 'provider-unavailable';

/** Explanations for clients that want no page. */
const EXPLANATIONS: Readonly<Record<OidcProblem, string>> = {
  'no-role': 'No role is configured for this person (OIDC_ROLES).',
  denied: 'The identity provider has refused the login.',
  'login-expired':
    'The login was begun too long ago, in another browser, or has already ended. Begin it again.',
  'login-failed': 'The answer of the identity provider is not valid. Begin the login again.',
  'provider-unavailable': 'The identity provider is not responding. Retry, or log in with an API key.',
};

/** A login at the identity provider that failed. */
export class OidcError extends NamedError {
  constructor(
    readonly problem: OidcProblem,
    override readonly cause: unknown,
    message = EXPLANATIONS[problem],
  ) {
    super(message);
  }

  /** From an error of the library. */
  static of(error: unknown): OidcError {
    if (error instanceof AuthorizationResponseError) return new OidcError('denied', error);
    return new OidcError(isOutage(error) ? 'provider-unavailable' : 'login-failed', error);
  }
}

/** True if the provider did not answer, or only that it cannot. */
function isOutage(error: unknown): boolean {
  if (error instanceof ResponseBodyError) return error.status >= 500;
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  const isUnanswered = error instanceof TypeError && error.message === 'fetch failed';
  return isUnanswered || (error.cause !== undefined && isOutage(error.cause));
}

/** One line for the log: the library's message and those of its causes. They contain no code and no token. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${reasonOf(error.cause)}` : error.message;
}
