import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer, entryOf } from '../support/keys.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const ACCEPT = 'text/html,application/xhtml+xml,*/*;q=0.8';
const PRIVATE = { API_KEYS, DOCS: 'private' };

describe('the browser login', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  const others: NestExpressApplication[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox({ ...PRIVATE, TRUST_PROXY: '1' });
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([app, ...others].map((each) => each.close()));
    await sandbox.clean();
  });

  const api = (one = app) => request(one.getHttpServer());
  const post = (area: string, key: string, one = app) =>
    api(one)
      .post(`${area}/login`)
      .type('form')
      .set('Accept', ACCEPT)
      .send({ key, next: `${area}/here?a=1` });
  /** The cookie as a browser returns it. */
  const cookieOf = async (area = '/dashboard', key = KEYS.admin, one = app) => {
    const { headers } = await post(area, key, one).expect(303);
    return String(headers['set-cookie']).split(';')[0] ?? '';
  };
  const openDashboard = (cookie: string, one = app) =>
    api(one).get('/dashboard/api/queues').set('Cookie', cookie);
  /** Another process of the same service, with its own settings. */
  const another = async (variables: Record<string, string>) => {
    const started = await startApi({ ...sandbox.variables, ...variables });
    others.push(started);
    return started;
  };

  it('is offered to people, not to programs', async () => {
    const { headers } = await api().get('/dashboard/queue/tasks?a=1').set('Accept', ACCEPT).expect(303);
    expect(headers['location']).toBe('/dashboard/login?next=%2Fdashboard%2Fqueue%2Ftasks%3Fa%3D1');
    for (const accept of ['application/json', '*/*', 'application/json, text/plain, */*'])
      await api().get('/dashboard/api/queues').set('Accept', accept).expect(401);
    await api().put('/dashboard/api/queues/tasks/pause').set('Accept', ACCEPT).expect(401);
  });

  it('shows a page without scripts and external resources', async () => {
    const { text, headers } = await api().get('/dashboard/login').expect(200);
    expect(text).not.toMatch(/<script|\son\w+=|(?:src|href)="(?:https?:)?\/\//);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['cache-control']).toBe('no-store');
  });

  it('sets a cookie that scripts cannot read, other sites cannot send, and only the dashboard receives', async () => {
    const { headers } = await post('/dashboard', KEYS.admin).expect(303);
    expect(headers['location']).toBe('/dashboard/here?a=1');
    const [cookie = '', ...more] = headers['set-cookie'] as unknown as string[];
    expect(more).toEqual([]);
    const attributes = cookie.split('; ').slice(1);
    expect(attributes).toEqual(
      expect.arrayContaining(['Max-Age=43200', 'Path=/dashboard', 'HttpOnly', 'SameSite=Lax']),
    );
    expect(attributes).not.toContain('Secure');
    expect(cookie).not.toContain(KEYS.admin);
    await openDashboard(cookie.split(';')[0] ?? '').expect(200);
  });

  it('sets a cookie for https only if a trusted proxy reports https', async () => {
    const { headers } = await post('/dashboard', KEYS.admin).set('X-Forwarded-Proto', 'https').expect(303);
    expect(String(headers['set-cookie'])).toContain('; Secure');
  });

  it('trusts no unconfigured proxy', async () => {
    const plain = await another({ TRUST_PROXY: '' });
    const { headers } = await post('/dashboard', KEYS.admin, plain)
      .set('X-Forwarded-Proto', 'https')
      .expect(303);
    expect(String(headers['set-cookie'])).not.toContain('Secure');
  });

  it.each([
    ['no key', '', 401, 'This key is not active'],
    ['another key', `cel_${'x'.repeat(43)}`, 401, 'This key is not active'],
    ['a key that may less', KEYS.operator, 403, 'The key operator has the role operator'],
  ])('refuses %s', async (_what, key, status, message) => {
    const { text, headers } = await post('/dashboard', key).expect(status);
    expect(text).toContain(message);
    expect(headers).not.toHaveProperty('set-cookie');
    if (key !== '') expect(text).not.toContain(key);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/dashboard',
    '/\\evil.example',
    '/dashboard/../docs',
    '/dashboardx',
    'javascript:alert(1)',
    '/dashboard/logout',
    '" onfocus="alert(1)',
  ])('does not redirect to %s afterwards', async (next) => {
    const { headers } = await api()
      .post('/dashboard/login')
      .type('form')
      .send({ key: KEYS.admin, next })
      .expect(303);
    expect(headers['location']).toBe('/dashboard');
    const { text } = await api().get('/dashboard/login').query({ next }).expect(200);
    expect(text).toContain('name="next" value="/dashboard"');
  });

  it('refuses a form from another site', async () => {
    for (const path of ['login', 'logout']) {
      const form = () => api().post(`/dashboard/${path}`).type('form').send({ key: KEYS.admin });
      for (const site of ['cross-site', 'same-site']) await form().set('Sec-Fetch-Site', site).expect(403);
      for (const origin of ['https://evil.example', 'null']) await form().set('Origin', origin).expect(403);
    }
  });

  it('refuses a form over the size limit, and states the limit', async () => {
    const form = { key: KEYS.admin, next: 'x'.repeat(10_000) };
    const { body } = await api().post('/dashboard/login').type('form').send(form).expect(413);
    expect(body.detail).toContain('limit of 8192 bytes');
  });

  it('lets no other site use the session, not even one of CORS_ORIGINS', async () => {
    const cors = await another({ CORS_ORIGINS: 'https://app.example' });
    const cookie = await cookieOf();
    for (const one of [app, cors]) {
      const pause = () => api(one).put('/dashboard/api/queues/tasks/pause').set('Cookie', cookie);
      await pause().set('Origin', 'https://app.example').expect(403);
      await pause().set('Sec-Fetch-Site', 'same-site').set('Origin', 'https://app.example').expect(403);
      await pause().set('Sec-Fetch-Site', 'same-origin').expect(405); // authenticated, but read-only
    }
  });

  it('refuses a session that was changed or belongs to another area', async () => {
    const cookie = await cookieOf();
    const [name = '', value = ''] = cookie.split('=');
    const [, , signature = ''] = value.split('.');
    const forged = `${Buffer.from('admin').toString('base64url')}.9999999999999.${signature}`;
    for (const wrong of [`${cookie}x`, `${name}=`, `${name}=${forged}`, `${name}=${value.slice(0, -2)}AA`])
      await openDashboard(wrong).expect(401);
    const ofDocs = (await cookieOf('/docs')).split('=')[1] ?? '';
    await openDashboard(`${name}=${ofDocs}`).expect(401);
    await openDashboard(`${name}=wrong; ${cookie}`).expect(200);
  });

  it('is valid only in its area: the API accepts no session', async () => {
    const cookie = await cookieOf();
    await api().get('/tasks').set('Cookie', cookie).expect(401);
    await api().post('/tasks?x=1&y=1').set('Cookie', cookie).expect(401);
  });

  it('is valid in another process and after a restart, and ends with its key', async () => {
    const cookie = await cookieOf();
    const same = await another({});
    await openDashboard(cookie, same).expect(200);
    const replaced = await another({ API_KEYS: entryOf('admin', 'admin', `cel_${'n'.repeat(43)}`) });
    await openDashboard(cookie, replaced).expect(401);
    const gone = await another({ API_KEYS: entryOf('ops', 'admin', KEYS.admin) });
    await openDashboard(cookie, gone).expect(401);
    const demoted = await another({ API_KEYS: entryOf('admin', 'operator', KEYS.admin) });
    await openDashboard(cookie, demoted).expect(403);
  });

  it('signs with a separate secret in Redis that is not derived from the hashes', async () => {
    await cookieOf();
    const secret = await sandbox.redis.get(`${sandbox.prefix}:session-secret`);
    expect(secret).toMatch(/^[\w-]{43}$/);
    const elsewhere = await createSandbox(PRIVATE);
    const stranger = await startApi(elsewhere.variables);
    await openDashboard(await cookieOf(), stranger).expect(401);
    await stranger.close();
    await elsewhere.clean();
  });

  it('ends with a button, not with a link', async () => {
    const cookie = await cookieOf();
    const shown = await api().get('/dashboard/logout').set('Cookie', cookie).expect(200);
    expect(shown.text).toContain('<code>admin</code>');
    expect(shown.headers).not.toHaveProperty('set-cookie');
    const { headers } = await api().post('/dashboard/logout').set('Cookie', cookie).expect(303);
    expect(String(headers['set-cookie'])).toMatch(
      /^celeriac-dashboard=; Path=\/dashboard; Expires=Thu, 01 Jan 1970/,
    );
    await api().get('/dashboard/logout').expect(303).expect('Location', '/dashboard/login');
  });

  it('opens private docs to every key, and to nothing else', async () => {
    const { headers } = await api().get('/docs').set('Accept', ACCEPT).expect(303);
    expect(headers['location']).toBe('/docs/login?next=%2Fdocs');
    for (const path of [
      '/docs/swagger-ui-init.js',
      '/docs/swagger-ui.css',
      '/openapi.json',
      '/docs-yaml',
      '/docs-json',
    ])
      await api().get(path).expect(401);
    const cookie = await cookieOf('/docs', KEYS.viewer);
    for (const path of ['/docs', '/docs/', '/docs/swagger-ui-init.js', '/docs/swagger-ui.css'])
      await api().get(path).set('Cookie', cookie).expect(200);
    await api().get('/openapi.json').set(bearer(KEYS.viewer)).expect(200);
    await openDashboard(cookie).expect(401);
  });

  it('does not exist without keys', async () => {
    const open = await another({ API_KEYS: '', DOCS: 'private' });
    await api(open).get('/dashboard/login').expect(303).expect('Location', '/dashboard');
    expect((await api(open).get('/dashboard').expect(200)).text).not.toContain('/dashboard/logout');
    await api(open).get('/docs').expect(200);
  });
});
