import type { Request } from 'express';
import { bearerOf } from '../key-ring.js';
import { TOKEN_START } from './read-token.js';

const PARAMETER = 'access_token=';

/** Not a token: several were sent, or one beside a key. */
const INVALID = '';

/**
 * The token of a request: in `Authorization: Bearer`, or in the parameter `access_token`, because a browser's EventSource
 * sends no headers. It is removed from the URL, so that nobody after this reads or logs it.
 *
 * @param hasKeys false without keys: then only what has the form of a token is one, because other credentials may be for
 * a proxy
 */
export function takeToken(request: Request, hasKeys: boolean): string | undefined {
  const { authorization } = request.headers;
  const inHeader = authorization?.includes(TOKEN_START) ? bearerOf(authorization) : undefined;
  if (!request.url.includes(PARAMETER)) return inHeader;
  const [inQuery, ...others] = takeParameters(request, hasKeys ? '' : TOKEN_START);
  if (inQuery === undefined) return inHeader;
  const isOnly = others.length === 0 && (hasKeys ? authorization : inHeader) === undefined;
  return isOnly ? inQuery : INVALID;
}

/** @param start of the values to take */
function takeParameters(request: Request, start: string): string[] {
  const [path = '', ...queries] = request.url.split('?');
  const parts = queries.join('?').split('&');
  const isTaken = (part: string) => part.startsWith(PARAMETER + start);
  const kept = parts.filter((part) => !isTaken(part)).join('&');
  request.url = kept === '' ? path : `${path}?${kept}`;
  request.originalUrl = request.url; // this runs before anything is mounted below a path
  return parts.filter(isTaken).map((part) => part.slice(PARAMETER.length));
}
