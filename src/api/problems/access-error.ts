import { RefusedError } from './refused-error.js';

const NEW_TOKEN = 'Get a new one by POST /tasks/{task_id}/tokens with an API key.';

/** The client is unknown, or lacks permission. */
export class AccessError extends RefusedError {
  /** @param challenge the `WWW-Authenticate` header of a 401 (RFC 6750) */
  private constructor(
    code: 'unauthenticated' | 'forbidden',
    message: string,
    readonly challenge?: string,
  ) {
    super(code, message);
  }

  static withoutKey(): AccessError {
    const what =
      'Send an API key as `Authorization: Bearer cel_…`. Create one with `npm run key -- NAME ROLE`.';
    return new AccessError('unauthenticated', what, 'Bearer realm="celeriac"');
  }

  static wrongKey(): AccessError {
    const what = '`Authorization` contains no active API key. Send `Bearer cel_…` with a key from API_KEYS.';
    return new AccessError('unauthenticated', what, 'Bearer realm="celeriac", error="invalid_token"');
  }

  /** An explanation for a person: the key was not sent in `Authorization`. */
  static wrongLogin(): AccessError {
    return new AccessError('unauthenticated', 'This key is not active.', 'Bearer realm="celeriac"');
  }

  static failedLogin(message: string): AccessError {
    return new AccessError('unauthenticated', message, 'Bearer realm="celeriac"');
  }

  static wrongToken(): AccessError {
    const what =
      'The token is not valid here: it was changed, its key or its secret was removed, or it was sent beside another ' +
      `credential. ${NEW_TOKEN}`;
    return new AccessError('unauthenticated', what, 'Bearer realm="celeriac", error="invalid_token"');
  }

  static expiredToken(at: Date): AccessError {
    const what = `The token has expired at ${at.toISOString()}. ${NEW_TOKEN}`;
    return new AccessError('unauthenticated', what, 'Bearer realm="celeriac", error="invalid_token"');
  }

  static forbidden(what: string): AccessError {
    return new AccessError('forbidden', what);
  }
}
