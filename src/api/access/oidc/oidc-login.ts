import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { Config } from '../../../platform/config/config.js';
import { placeAfterLogin } from '../login/next-place.js';
import { SessionCookie } from '../login/session-cookie.js';
import { CALLBACK_PATH } from '../login/session-path.js';
import { SessionSecret } from '../login/session-secret.js';
import { type Claims, OidcClient } from './oidc-client.js';
import { OidcError } from './oidc.errors.js';
import {
  PENDING_MS,
  type PendingLogin,
  clearPendingCookie,
  openPending,
  readPendingCookie,
  signPending,
  writePendingCookie,
} from './pending-login.js';
import { nameOf, roleOf, valuesOf } from './person.js';

/** Most values of a claim in a log line. */
const MOST_SHOWN = 20;

/** Logs people in who authenticate at the identity provider. */
@Injectable()
export class OidcLogin {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly config: Config,
    private readonly client: OidcClient,
    private readonly secret: SessionSecret,
    private readonly session: SessionCookie,
  ) {}

  /**
   * Begins a login.
   *
   * @param wanted path to go to afterwards
   * @returns address of the provider's login
   * @throws OidcError, BrokerUnavailableError
   */
  async begin(request: Request, response: Response, wanted: unknown): Promise<string> {
    const login: PendingLogin = {
      ...{ state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() },
      place: placeAfterLogin(wanted, this.config.basePath),
      expiresAt: Date.now() + PENDING_MS,
    };
    const url = await this.client.loginUrl(this.callbackUrl(request), login);
    writePendingCookie(request, response, signPending(login, await this.secret.get()));
    return url.href;
  }

  /**
   * Ends a login with a session.
   *
   * @returns path to go to
   * @throws OidcError, BrokerUnavailableError
   */
  async finish(request: Request, response: Response): Promise<string> {
    const login = await this.pendingOf(request);
    clearPendingCookie(request, response);
    if (login === undefined || request.query['state'] !== login.state)
      throw new OidcError('login-expired', undefined);
    const returned = new URL(this.callbackUrl(request));
    returned.search = request.originalUrl.slice(request.originalUrl.indexOf('?'));
    const claims = await this.client.claims(returned, login);
    const person = { name: nameOf(claims), role: this.roleOf(claims) };
    await this.session.write(request, response, person);
    const fields = { key: person.name, role: person.role, request_id: response.getHeader('X-Request-Id') };
    this.logger.log(`${person.name} has logged in`, fields);
    return login.place;
  }

  private async pendingOf(request: Request): Promise<PendingLogin | undefined> {
    const text = readPendingCookie(request);
    return text === undefined ? undefined : openPending(text, await this.secret.get(), Date.now());
  }

  private roleOf(claims: Claims) {
    const { oidcRoleClaim: path, oidcRoles = [] } = this.config;
    const values = valuesOf(claims, path);
    const role = roleOf(values, oidcRoles);
    if (role !== undefined) return role;
    const seen = values.length === 0 ? 'no text' : JSON.stringify(values.slice(0, MOST_SHOWN));
    throw new OidcError(
      'no-role',
      new Error(`${nameOf(claims)} has ${seen} in the claim ${path}`),
      `None of the values of the claim ${path} has a role in OIDC_ROLES.`,
    );
  }

  /** The address as the browser sees it. Only those registered at the provider work. */
  private callbackUrl(request: Request): string {
    const { publicUrl, basePath } = this.config;
    return `${publicUrl ?? `${request.protocol}://${request.host}`}${basePath}${CALLBACK_PATH}`;
  }
}
