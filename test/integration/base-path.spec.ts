import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Config, ConfigError } from '../../src/platform/config/config.js';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { listen } from '../support/raw-http.js';
import { createSandbox } from '../support/sandbox.js';
import { useApp } from '../support/use-api.js';

const BASE = '/jobs/celeriac';
const ACCEPT = 'text/html,*/*;q=0.8';

describe.each([
  ['removes', ''],
  ['keeps', BASE],
])('behind a proxy that %s the base path', (_what, sent) => {
  const stand = useApp({ BASE_PATH: `${BASE}/`, API_KEYS, DOCS: 'private' });
  const ask = (method: 'get' | 'post' | 'delete', path: string) => stand.api()[method](sent + path);
  const admin = bearer(KEYS.admin);

  it('answers the API, and names its own addresses below the base path', async () => {
    const { headers, body } = await ask('post', '/tasks?x=1&y=1').set(admin).expect(201);
    expect(headers['location']).toBe(`${BASE}/tasks/${body.task_id}`);
    const { body: task } = await ask('get', `/tasks/${body.task_id}`).set(admin).expect(200);
    expect(task.task_id).toBe(body.task_id);
    const { body: problem } = await ask('get', '/tasks/none').set(admin).expect(404);
    expect(problem.instance).toBe('/tasks/none');
  });

  it('repeats a response with its address once', async () => {
    const post = () => ask('post', '/tasks?x=1&y=1').set({ ...admin, 'Idempotency-Key': `once${sent}` });
    const { headers } = await post().expect(201);
    const { headers: again } = await post().expect(201);
    expect(again['location']).toBe(headers['location']);
    expect(again['idempotent-replayed']).toBe('true');
  });

  it('protects what it protects at the root', async () => {
    await ask('get', '/tasks').expect(401);
    await ask('get', '/health/live').expect(200);
    await ask('get', '/session').expect(200);
  });

  it('leads people to the login and back below the base path', async () => {
    const { headers } = await ask('get', '/docs?a=1').set('Accept', ACCEPT).expect(303);
    const next = encodeURIComponent(`${BASE}/docs?a=1`);
    expect(headers['location']).toBe(`${BASE}/dashboard/login?next=${next}`);
    const logout = await ask('get', '/dashboard/logout').set('Accept', ACCEPT).expect(303);
    expect(logout.headers['location']).toBe(`${BASE}/dashboard/login`);
  });

  it('keeps the cookie for the whole host, as its name demands', async () => {
    const { headers } = await ask('post', '/session').send({ key: KEYS.viewer }).expect(200);
    expect(String(headers['set-cookie'])).toContain('; Path=/;');
  });

  it('serves pages whose links and files are below the base path', async () => {
    for (const path of ['', '/docs', '/docs/', '/dashboard', '/dashboard/tasks']) {
      const { text } = await ask('get', path || '/')
        .set({ ...admin, Accept: ACCEPT })
        .expect(200);
      const links = [...text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, link = '']) => link);
      expect(links.length).toBeGreaterThan(2);
      const addresses = links.map((link) => new URL(link, `http://x.example${BASE}${path}`));
      for (const { protocol, pathname } of addresses)
        if (protocol !== 'data:') expect([path, pathname.startsWith(`${BASE}/`)]).toEqual([path, true]);
      for (const { pathname } of addresses.filter(({ pathname: one }) => /\.(js|css)$/.test(one)))
        await ask('get', pathname.slice(BASE.length)).set(admin).expect(200);
    }
  });

  it('is the server of the OpenAPI document', async () => {
    const { body } = await ask('get', '/openapi.json').set(admin).expect(200);
    expect(body.servers).toEqual([expect.objectContaining({ url: BASE })]);
  });
});

describe('the base path', () => {
  const stand = useApp({ BASE_PATH: BASE });

  it('is one of whole segments', async () => {
    for (const path of [
      `${BASE}s/tasks`,
      `${BASE}${BASE}/tasks`,
      '/jobs/tasks',
      `${BASE}%2ftasks`,
      `/JOBS/celeriac/tasks`,
    ])
      await stand.api().get(path).expect(404);
    for (const path of [BASE, `${BASE}/`, `${BASE}?a=1`]) await stand.api().get(path).expect(200);
  });

  it.each(['celeriac', '/a b', '/a?b', '/a/../b', '//evil.example', '/a"'])('cannot be %j', (path) => {
    expect(() => new Config({ BASE_PATH: path })).toThrow(ConfigError);
  });
});

describe('a login at an identity provider below a base path', () => {
  it('begins and returns there', async () => {
    const provider = createServer((_request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ issuer, authorization_endpoint: `${issuer}/auth` }));
    });
    const issuer = `http://127.0.0.1:${await listen(provider)}`;
    const oidc = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'x', OIDC_ROLES: 'ops=admin' };
    const sandbox = await createSandbox({ BASE_PATH: BASE, PUBLIC_URL: 'https://jobs.example', ...oidc });
    const app = await startApi(sandbox.variables);
    const api = request(app.getHttpServer());
    const { body } = await api.get('/session').expect(200);
    expect(body.logins).toEqual([expect.objectContaining({ url: `${BASE}/session/oidc` })]);
    const { headers } = await api.get(`/session/oidc?next=${BASE}/dashboard/tasks`).expect(303);
    const asked = new URL(headers['location'] ?? '');
    expect(asked.searchParams.get('redirect_uri')).toBe(`https://jobs.example${BASE}/session/oidc/callback`);
    await app.close();
    provider.close();
    await sandbox.clean();
  });
});
