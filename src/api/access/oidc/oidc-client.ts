import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { Config } from '../../../platform/config/config.js';
import { OidcError } from './oidc.errors.js';

const TIMEOUT_S = 5;

/** Checked at the return from the provider. */
export interface LoginChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Claims of a person, from the ID token or the provider's user info. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Talks to the identity provider: authorization code flow with PKCE, state and nonce. Its metadata are read at the first
 * login, so that its outage neither keeps the API from starting nor concerns anyone who has a session or a key.
 *
 * Its address is the operator's own setting, and is usually inside the same network: requests to it are not restricted
 * like those to addresses of clients (platform/outbound).
 */
@Injectable()
export class OidcClient {
  private provider: Promise<oidc.Configuration> | undefined;

  constructor(private readonly config: Config) {}

  /** @throws OidcError if the provider does not answer */
  async loginUrl(redirectUri: string, { state, nonce, codeVerifier }: LoginChecks): Promise<URL> {
    const parameters = {
      ...{ redirect_uri: redirectUri, scope: this.config.oidcScopes, state, nonce },
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    };
    return oidc.buildAuthorizationUrl(await this.discovered(), parameters);
  }

  /**
   * Redeems the code with which a browser has come back.
   *
   * @param returnUrl the redirect URI with the provider's parameters
   * @throws OidcError if the provider refuses, does not answer, or its answer is not valid
   */
  async claims(returnUrl: URL, { state, nonce, codeVerifier }: LoginChecks): Promise<Claims> {
    const provider = await this.discovered();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, returnUrl, checks);
      const ofToken = tokens.claims();
      if (ofToken === undefined) throw new Error('the provider has sent no ID token');
      if (provider.serverMetadata().userinfo_endpoint === undefined) return ofToken;
      // Many providers put groups and names only there.
      const ofPerson = await oidc.fetchUserInfo(provider, tokens.access_token, ofToken.sub);
      return { ...ofPerson, ...ofToken };
    } catch (error) {
      throw OidcError.of(error);
    }
  }

  private async discovered(): Promise<oidc.Configuration> {
    this.provider ??= this.discover();
    try {
      return await this.provider;
    } catch (error) {
      this.provider = undefined; // the next login asks again
      throw new OidcError('provider-unavailable', error);
    }
  }

  private discover(): Promise<oidc.Configuration> {
    const { oidcIssuer = '', oidcClientId = '', oidcClientSecret } = this.config;
    const issuer = new URL(oidcIssuer);
    const execute = [oidc.enableNonRepudiationChecks];
    // Deprecated only to stand out: it is for a provider on the same machine or in a closed network, as the issuer says.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (issuer.protocol === 'http:') execute.push(oidc.allowInsecureRequests);
    const authentication = oidcClientSecret === undefined ? oidc.None() : undefined;
    const options = { timeout: TIMEOUT_S, execute };
    return oidc.discovery(issuer, oidcClientId, oidcClientSecret, authentication, options);
  }
}
