import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import { cookieName, cookiesOf } from '../login/cookies.js';
import type { LoginChecks } from './oidc-client.js';

const NAME = 'celeriac-oidc';
/** Time for logging in at the provider, which may ask for a second factor. */
export const PENDING_MS = 600_000;

/** A login that was begun: kept in a cookie of the browser that has begun it, while the person is at the provider. */
export interface PendingLogin extends LoginChecks {
  /** Path to go to afterwards. */
  readonly place: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/** The login as the text of a cookie, with our signature: another site of the same domain could set one. */
export function signPending(login: PendingLogin, secret: string): string {
  const text = Buffer.from(JSON.stringify(login)).toString('base64url');
  return `${text}.${signatureOf(text, secret).toString('base64url')}`;
}

/** Undefined for a login that has expired, was changed, or is not one of ours. */
export function openPending(presented: string, secret: string, now: number): PendingLogin | undefined {
  const [, text = '', signature = ''] = /^([\w-]{1,4000})\.([\w-]{43})$/.exec(presented) ?? [];
  const expected = signatureOf(text, secret);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(expected, given)) return undefined;
  const login = JSON.parse(Buffer.from(text, 'base64url').toString()) as PendingLogin; // only we sign
  return login.expiresAt > now ? login : undefined;
}

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

function signatureOf(text: string, secret: string): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['oidc-login', text]))
    .digest();
}

/** Lax: the browser must send it when it comes back from the provider, which is another site. */
function attributesFor({ secure }: Request): CookieOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure };
}
