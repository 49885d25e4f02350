import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { ConfigError } from '../../src/platform/config/config.js';
import { HttpBrowser } from '../support/http-browser.js';
import {
  type IdentityProvider,
  logInAtProvider,
  startIdentityProvider,
} from '../support/identity-provider.js';
import { RecordingLogger, startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { listen } from '../support/raw-http.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const PEOPLE = {
  anna: { groups: ['staff', 'ops', 'admins'] },
  bert: { groups: ['ops'], realm_access: { roles: ['boss'] } },
  carl: { groups: ['staff'] },
  dora: {},
};
const OIDC_ROLES = 'ops=operator,admins=admin,o=company=viewer';

describe('a login at an identity provider', () => {
  let provider: IdentityProvider;
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let url: string;
  const others: NestExpressApplication[] = [];
  const logger = new RecordingLogger();

  beforeAll(async () => {
    provider = await startIdentityProvider(PEOPLE);
    sandbox = await createSandbox({ ...provider.variables, OIDC_ROLES });
    app = await startApi(sandbox.variables, { logger });
    url = `http://127.0.0.1:${await listen(app.getHttpServer())}`;
    provider.register(url);
  });

  afterEach(() => void (logger.lines.length = 0));

  afterAll(async () => {
    await Promise.all([app, ...others].map((each) => each.close()));
    await provider.stop();
    await sandbox.clean();
  });

  const isCallback = ({ pathname }: URL) => pathname === '/session/oidc/callback';
  const logIn = (user: string, next = '', browser = new HttpBrowser()) =>
    logInAtProvider(browser, `${url}/session/oidc?next=${encodeURIComponent(next)}`, user);
  const sessionOf = async (browser: HttpBrowser) =>
    (
      await request(url)
        .get('/session')
        .set('Cookie', browser.cookieFor(new URL(url)))
        .expect(200)
    ).body;
  const another = async (variables: Record<string, string>) => {
    const started = await startApi({ ...sandbox.variables, ...variables }, { logger });
    others.push(started);
    return started;
  };

  it('is required and offered, also without API keys', async () => {
    await request(url).get('/tasks').expect(401);
    const { body } = await request(url).get('/session').expect(200);
    const oidc = { type: 'oidc', title: 'Log in with single sign-on', url: '/session/oidc' };
    expect(body).toMatchObject({ authenticated: false, mode: 'keys', logins: [oidc] });
    const both = await another({ API_KEYS, OIDC_TITLE: 'Company login' });
    const { body: ofBoth } = await request(both.getHttpServer()).get('/session').expect(200);
    expect(ofBoth.logins).toEqual([{ type: 'key' }, { ...oidc, title: 'Company login' }]);
    await request(both.getHttpServer()).get('/tasks').set(bearer(KEYS.viewer)).expect(200);
  });

  it('leads to the wanted page, and gives the highest role', async () => {
    const browser = new HttpBrowser();
    const from = Date.now();
    const arrival = await logIn('anna', '/dashboard/tasks?a=1', browser);
    expect(arrival.url.href).toBe(`${url}/dashboard/tasks?a=1`);
    expect(arrival.text).toContain('<div id="app">');
    const session = await sessionOf(browser);
    expect(session).toMatchObject({ authenticated: true, name: 'oidc:anna', role: 'admin' });
    expect(Date.parse(session.expires_at) - from).toBeGreaterThanOrEqual(43_200_000);
    expect([...(browser.cookies.get(new URL(url).host)?.keys() ?? [])]).toEqual(['celeriac-session']);
    expect(logger.lines.join('\n')).toContain('oidc:anna has logged in');
  });

  it('gives a name to tasks, the audit log and tokens, and ends with a logout', async () => {
    const browser = new HttpBrowser();
    await logIn('bert', '', browser);
    const cookie = { Cookie: browser.cookieFor(new URL(url)) };
    const { body: task } = await request(url).post('/tasks?x=1&y=1').set(cookie).expect(201);
    const { body: read } = await request(url).get(`/tasks/${task.task_id}`).set(cookie).expect(200);
    expect(read.submitted_by).toBe('oidc:bert');
    await request(url).put('/queues/tasks/pause').set(cookie).expect(200);
    await request(url).put('/queues/tasks/resume').set(cookie).expect(200);
    const { body: audit } = await request(url).get('/audit?who=oidc:bert').set(cookie).expect(200);
    expect(audit.items[0]).toMatchObject({ who: 'oidc:bert', role: 'operator', access: 'oidc' });
    const { body: refused } = await request(url).post('/queues/tasks/purge').set(cookie).expect(403);
    expect(refused.detail).toContain('oidc:bert has the role operator');
    const { body: issued } = await request(url).post(`/tasks/${task.task_id}/tokens`).set(cookie).expect(201);
    await request(url).get(`/tasks/${task.task_id}`).set(bearer(issued.token)).expect(200);
    await request(url).get('/tasks').set(bearer(issued.token)).expect(403);
    const { body: found } = await request(url)
      .get('/tasks?q=submitted_by:"oidc:bert"')
      .set(cookie)
      .expect(200);
    expect(found.items).toHaveLength(1);
    await request(url).delete('/session').set(cookie).expect(204);
    await request(url).get('/tasks').set(cookie).expect(401);
  });

  it('reads a claim within another', async () => {
    const nested = await another({ OIDC_ROLE_CLAIM: 'realm_access.roles', OIDC_ROLES: 'boss=admin' });
    const browser = new HttpBrowser();
    const stopped = await logInAtProvider(browser, `${url}/session/oidc`, 'bert', isCallback);
    const cookie = { Cookie: browser.cookieFor(new URL(url)) };
    const path = stopped.url.pathname + stopped.url.search;
    const { headers } = await request(nested.getHttpServer())
      .get(path)
      .set({ ...cookie, Host: new URL(url).host });
    expect(headers['location']).toBe('/dashboard');
    const own = { Cookie: String((headers['set-cookie'] as unknown as string[]).at(-1)).split(';')[0] ?? '' };
    const { body } = await request(nested.getHttpServer()).get('/session').set(own);
    expect(body).toMatchObject({ name: 'oidc:bert', role: 'admin' });
    // The settings by which people get their roles are part of the session.
    await request(url).get('/tasks').set(own).expect(401);
  });

  it.each(['carl', 'dora'])(
    'refuses %s, who has no role, and says in the log what was seen',
    async (user) => {
      const browser = new HttpBrowser();
      const arrival = await logIn(user, '/dashboard/tasks', browser);
      expect(arrival.url.href).toBe(`${url}/dashboard/login?problem=no-role`);
      expect(await sessionOf(browser)).toMatchObject({ authenticated: false });
      const seen = user === 'carl' ? '["staff"]' : 'no text';
      expect(logger.lines.join('\n')).toContain(`oidc:${user} has ${seen} in the claim groups`);
    },
  );

  it.each(['https://evil.example/dashboard', '//evil.example', '/tasks', '/dashboard/login?next=/x'])(
    'never leads to %s',
    async (next) => expect((await logIn('anna', next)).url.href).toBe(`${url}/dashboard`),
  );

  it('leads to the docs by a page of its own, so that the browser sends the new cookie', async () => {
    const arrival = await logIn('anna', '/docs?a="><script>');
    expect(arrival.headers.get('refresh')).toBe('0; url=/docs?a=%22%3E%3Cscript%3E');
    expect(arrival.text).not.toContain('<script');
  });

  it('asks for PKCE, state and nonce, and keeps them in a signed cookie', async () => {
    const browser = new HttpBrowser();
    const { url: asked } = await browser.open(`${url}/session/oidc`, ({ origin }) => origin !== url);
    const sent = asked.searchParams;
    expect(sent.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) expect(sent.get(name)).toMatch(/^[\w-]{43}$/);
    expect(sent.get('redirect_uri')).toBe(`${url}/session/oidc/callback`);
    const { headers } = await request(url).get('/session/oidc').expect(303);
    const cookie = String(headers['set-cookie']);
    for (const part of ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Max-Age=600']) expect(cookie).toContain(part);
    const https = await another({ TRUST_PROXY: '1', PUBLIC_URL: 'https://jobs.example' });
    const secure = await request(https.getHttpServer())
      .get('/session/oidc')
      .set('X-Forwarded-Proto', 'https');
    expect(String(secure.headers['set-cookie'])).toMatch(/^__Host-celeriac-oidc=.*; Secure/);
    const uri = new URL(secure.headers['location'] ?? '').searchParams.get('redirect_uri');
    expect(uri).toBe('https://jobs.example/session/oidc/callback');
  });

  describe('is refused at the return', () => {
    /** A browser that is about to return, with the address. */
    async function returning() {
      const browser = new HttpBrowser();
      const { url: callback } = await logInAtProvider(browser, `${url}/session/oidc`, 'anna', isCallback);
      return { browser, callback };
    }
    const login = (problem: string) => `${url}/dashboard/login?problem=${problem}`;

    it('with another state, and to another browser', async () => {
      const { browser, callback } = await returning();
      const other = new HttpBrowser();
      expect((await other.open(callback)).url.href).toBe(login('login-expired'));
      const wrong = new URL(callback);
      wrong.searchParams.set('state', 'x'.repeat(43));
      expect((await browser.open(wrong)).url.href).toBe(login('login-expired'));
      expect(await sessionOf(browser)).toMatchObject({ authenticated: false });
    });

    it('twice, even with a copy of the cookie', async () => {
      const { browser, callback } = await returning();
      const copy = new Map(browser.cookies.get(callback.host));
      expect((await browser.open(callback)).url.href).toBe(`${url}/dashboard`);
      expect((await browser.open(callback)).url.href).toBe(login('login-expired'));
      const thief = new HttpBrowser();
      thief.cookies.set(callback.host, copy);
      expect((await thief.open(callback)).url.href).toBe(login('login-failed'));
      expect(await sessionOf(thief)).toMatchObject({ authenticated: false });
    });

    it('with a cookie that was changed', async () => {
      const { browser, callback } = await returning();
      const jar = browser.cookies.get(callback.host) ?? new Map<string, string>();
      for (const [name, value] of jar) jar.set(name, value.replace(/^.{10}/, 'AAAAAAAAAA'));
      expect((await browser.open(callback)).url.href).toBe(login('login-expired'));
    });

    it('after the provider has refused', async () => {
      const { browser, callback } = await returning();
      const denied = new URL(callback);
      denied.search = `?error=access_denied&state=${callback.searchParams.get('state') ?? ''}&iss=${provider.issuer}`;
      expect((await browser.open(denied)).url.href).toBe(login('denied'));
    });

    it('as a problem for a program', async () => {
      const { body } = await request(url).get('/session/oidc/callback?code=x&state=y').expect(401);
      expect(body.code).toBe('unauthenticated');
    });
  });
});

describe('while the identity provider is away', () => {
  it('a login is a 503, sessions and keys stay valid, and the API starts', async () => {
    const provider = await startIdentityProvider(PEOPLE);
    const sandbox = await createSandbox({ ...provider.variables, OIDC_ROLES, API_KEYS });
    const app = await startApi(sandbox.variables);
    const url = `http://127.0.0.1:${await listen(app.getHttpServer())}`;
    provider.register(url);
    const browser = new HttpBrowser();
    await logInAtProvider(browser, `${url}/session/oidc`, 'anna');
    await provider.stop();
    const later = await startApi(sandbox.variables);
    const cookie = browser.cookieFor(new URL(url));
    try {
      for (const one of [app, later]) {
        await request(one.getHttpServer()).get('/tasks').set('Cookie', cookie).expect(200);
        await request(one.getHttpServer()).get('/tasks').set(bearer(KEYS.viewer)).expect(200);
      }
      const begin = request(later.getHttpServer()).get('/session/oidc');
      const { body } = await begin.expect(503);
      expect(body.code).toBe('provider-unavailable');
      const { headers } = await request(later.getHttpServer())
        .get('/session/oidc')
        .set('Accept', 'text/html');
      expect(headers['location']).toBe('/dashboard/login?problem=provider-unavailable');
    } finally {
      await Promise.all([app, later].map((one) => one.close()));
      await sandbox.clean();
    }
  });
});

describe('settings of OIDC', () => {
  it('are refused with AUTH=none', async () => {
    const sandbox = await createSandbox({
      AUTH: 'none',
      OIDC_ISSUER: 'http://x',
      OIDC_CLIENT_ID: 'x',
      OIDC_ROLES,
    });
    await expect(startApi(sandbox.variables)).rejects.toThrow(ConfigError);
    await sandbox.clean();
  });

  it('are not needed: without them there is no such login', async () => {
    const sandbox = await createSandbox({ API_KEYS });
    const app = await startApi(sandbox.variables);
    await request(app.getHttpServer()).get('/session/oidc').expect(404);
    await request(app.getHttpServer()).get('/session/oidc/callback').expect(404);
    await app.close();
    await sandbox.clean();
  });
});
