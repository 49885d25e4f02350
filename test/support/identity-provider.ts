import { type Server, createServer } from 'node:http';
import Provider from 'oidc-provider';
import type { Arrival, HttpBrowser } from './http-browser.js';
import { listen } from './raw-http.js';

/** Extra claims of people, by their user names. */
export type People = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A real OpenID Connect provider in this process, which believes every password. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Settings of an API that uses it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Registers an API that listens at this address. */
  register(apiUrl: string): void;
  /** Refuses connections. */
  stop(): Promise<void>;
}

const CLIENT = { client_id: 'celeriac', client_secret: 'a-secret-of-the-client' };

export async function startIdentityProvider(people: People): Promise<IdentityProvider> {
  const server = createServer();
  const issuer = `http://127.0.0.1:${await listen(server)}`;
  return {
    issuer,
    variables: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.client_id,
      OIDC_CLIENT_SECRET: CLIENT.client_secret,
      OIDC_SCOPES: 'openid profile groups',
    },
    register: (apiUrl) => {
      const answer = providerOf(issuer, apiUrl, people).callback();
      server.on('request', (request, response) => void answer(request, response));
    },
    stop: () => close(server),
  };
}

function providerOf(issuer: string, apiUrl: string, people: People): Provider {
  return new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [`${apiUrl}/session/oidc/callback`] }],
    claims: { openid: ['sub'], profile: ['preferred_username'], groups: ['groups', 'realm_access'] },
    scopes: ['openid', 'profile', 'groups'],
    pkce: { required: () => true },
    cookies: { keys: ['a key of the tests'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, ...people[id] }),
    }),
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => void server.close(() => resolve()));
}

/**
 * Logs in at the provider's own pages: user name, then consent.
 *
 * @param until stops before this address is opened
 */
export async function logInAtProvider(
  browser: HttpBrowser,
  start: string,
  user: string,
  until?: (url: URL) => boolean,
): Promise<Arrival> {
  const form = await browser.open(start);
  const consent = await browser.submit(form.url, { prompt: 'login', login: user, password: 'x' });
  return browser.submit(consent.url, { prompt: 'consent' }, until);
}
