import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const ACCEPT = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('the login for pages', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  const others: NestExpressApplication[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox({ API_KEYS, DOCS: 'private' });
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([app, ...others].map((each) => each.close()));
    await sandbox.clean();
  });

  const api = (one = app) => request(one.getHttpServer());
  const open = (path: string, one = app) => api(one).get(path).set('Accept', ACCEPT);
  const cookieOf = async (key: string) => {
    const { headers } = await api().post('/session').send({ key }).expect(200);
    return String(headers['set-cookie']).split(';')[0] ?? '';
  };
  const another = async (variables: Record<string, string>) => {
    const started = await startApi({ ...sandbox.variables, ...variables });
    others.push(started);
    return started;
  };

  it('is offered to people, not to programs', async () => {
    await open('/docs?a=1').expect(303).expect('Location', '/dashboard/login?next=%2Fdocs%3Fa%3D1');
    for (const accept of ['application/json', '*/*', 'application/json, text/plain, */*'])
      await api().get('/docs').set('Accept', accept).expect(401);
    await api().put('/docs').set('Accept', ACCEPT).expect(401);
  });

  it('opens private docs to every key and every session, and to nobody else', async () => {
    const parts = [
      '/docs/swagger-ui-init.js',
      '/docs/swagger-ui.css',
      '/openapi.json',
      '/docs-yaml',
      '/docs-json',
    ];
    for (const path of parts) await api().get(path).expect(401);
    const cookie = await cookieOf(KEYS.viewer);
    for (const path of ['/docs', '/docs/', ...parts.slice(0, 3)]) {
      await open(path).set('Cookie', cookie).expect(200);
      await open(path).set(bearer(KEYS.viewer)).expect(200);
    }
  });

  it('is a page of the console, which anybody may read', async () => {
    const { text } = await open('/dashboard/login?next=%2Fdocs').expect(200);
    expect(text).toContain('<div id="app">');
  });

  it('is where former addresses lead', async () => {
    const former = ['/docs/login', '/docs/logout'];
    for (const path of former)
      await open(path).expect(303).expect('Location', '/dashboard/login?next=%2Fdocs');
    await open('/dashboard/logout').expect(303).expect('Location', '/dashboard/login');
    const cookie = await cookieOf(KEYS.viewer);
    for (const path of former) await open(path).set('Cookie', cookie).expect(303).expect('Location', '/docs');
  });

  it('has no form any more that takes a key', async () => {
    for (const path of ['/dashboard/login', '/docs/login']) {
      const { headers, status } = await api().post(path).type('form').send({ key: KEYS.admin });
      expect([path, status]).toEqual([path, path.startsWith('/docs') ? 401 : 405]);
      expect(headers).not.toHaveProperty('set-cookie');
    }
  });

  it('does not exist without keys', async () => {
    const free = await another({ API_KEYS: '' });
    await open('/dashboard/logout', free).expect(303).expect('Location', '/dashboard');
    await open('/docs/login', free).expect(303).expect('Location', '/docs');
    await open('/docs', free).expect(200);
  });
});
