import type { CookieOptions, Request, Response } from 'express';
import { cookieName, cookiesOf } from '../login/cookies.js';

const NAME = 'celeriac-oidc';
/** Time for logging in at the provider, which may ask for a second factor. */
export const PENDING_MS = 600_000;

/** The cookie of a login that was begun. */
export function readPendingCookie(request: Request): string | undefined {
  return cookiesOf(request, cookieName(NAME, request))[0];
}

export function writePendingCookie(request: Request, response: Response, text: string): void {
  response.cookie(cookieName(NAME, request), text, { ...attributesFor(request), maxAge: PENDING_MS });
}

export function clearPendingCookie(request: Request, response: Response): void {
  response.clearCookie(cookieName(NAME, request), attributesFor(request));
}

/** Lax: the browser must send it when it comes back from the provider, which is another site. */
function attributesFor({ secure }: Request): CookieOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure };
}
