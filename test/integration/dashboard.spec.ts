import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../support/in-process.js';
import { createSandbox } from '../support/sandbox.js';

const LOGIN = ['admin', 'correct horse'] as const;

/** The routes that Bull Board mounts, and its assets: none of them is seen by a Nest guard. */
const ROUTES = [
  ['get', '/dashboard'],
  ['get', '/dashboard/'],
  ['get', '/dashboard/queue/tasks'],
  ['get', '/dashboard/queue/tasks/1'],
  ['get', '/dashboard/static/images/logo.svg'],
  ['get', '/dashboard/api/queues'],
  ['get', '/dashboard/api/redis/stats'],
  ['post', '/dashboard/api/queues/tasks/add'],
  ['put', '/dashboard/api/queues/tasks/retry/failed'],
  ['put', '/dashboard/api/queues/tasks/promote'],
  ['put', '/dashboard/api/queues/tasks/clean/completed'],
  ['put', '/dashboard/api/queues/tasks/pause'],
  ['put', '/dashboard/api/queues/tasks/resume'],
  ['put', '/dashboard/api/queues/tasks/empty'],
  ['put', '/dashboard/api/queues/tasks/obliterate'],
  ['put', '/dashboard/api/queues/tasks/1/retry'],
  ['put', '/dashboard/api/queues/tasks/1/clean'],
  ['get', '/dashboard/api/queues/tasks/1/logs'],
  ['get', '/dashboard/api/queues/tasks/1'],
  ['get', '/DASHBOARD/api/queues'],
  ['get', '//dashboard/api/queues'],
  ['get', '/dashboard//api/queues'],
  ['get', '/%64ashboard/api/queues'],
] as const;

async function withApi(
  variables: Record<string, string>,
  test: (api: ReturnType<typeof request>) => Promise<void>,
): Promise<void> {
  const sandbox = await createSandbox(variables);
  const app = await startApi(sandbox.variables);
  try {
    await test(request(app.getHttpServer()));
  } finally {
    await app.close();
    await sandbox.clean();
  }
}

describe('the dashboard', () => {
  it('is open on your own machine, over the three queues', async () => {
    await withApi({}, async (api) => {
      expect((await api.get('/dashboard').expect(200)).text).toContain('Celeriac');
      const { body } = await api.get('/dashboard/api/queues').expect(200);
      expect(body.queues.map((queue: { name: string }) => queue.name)).toEqual([
        'tasks',
        'notifications',
        'fetch',
      ]);
    });
  });

  it('serves a page that asks nobody else for anything, and that nobody else may frame', async () => {
    await withApi({}, async (api) => {
      const { text, headers } = await api.get('/dashboard').expect(200);
      expect(text).toContain('<div id="root">');
      expect(text).not.toMatch(/(?:href|src)="(?:https?:)?\/\//);
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    });
  });

  it('is behind a login on every one of its routes when it has a password', async () => {
    await withApi({ DASHBOARD_PASSWORD: LOGIN[1] }, async (api) => {
      for (const [method, path] of ROUTES) {
        const { status, headers } = await api[method](path);
        expect([method, path, [401, 404].includes(status)]).toEqual([method, path, true]);
        if (status === 401) expect(headers['www-authenticate']).toContain('Basic');
      }
      await api.get('/dashboard').auth('admin', 'wrong').expect(401);
      await api.get('/dashboard').auth('root', LOGIN[1]).expect(401);
      await api
        .get('/dashboard')
        .auth(...LOGIN)
        .expect(200);
      await api
        .get('/dashboard/api/queues')
        .auth(...LOGIN)
        .expect(200);
    });
  });

  it('is refused in production when it has no password, and not when it has one', async () => {
    await withApi({ NODE_ENV: 'production' }, async (api) => {
      for (const [method, path] of ROUTES) {
        const { status } = await api[method](path);
        expect([method, path, [403, 404].includes(status)]).toEqual([method, path, true]);
      }
      const { body, type } = await api.get('/dashboard').expect(403);
      expect([type, body.code]).toEqual(['application/problem+json', 'forbidden']);
      expect(body.detail).toContain('DASHBOARD_PASSWORD');
    });
    await withApi({ NODE_ENV: 'production', DASHBOARD_PASSWORD: LOGIN[1] }, async (api) => {
      await api.get('/dashboard').expect(401);
      await api
        .get('/dashboard')
        .auth(...LOGIN)
        .expect(200);
    });
  });

  it('does not let another site act through the browser of someone who is logged in', async () => {
    await withApi({}, async (api) => {
      const pause = () => api.put('/dashboard/api/queues/tasks/pause');
      await pause().set('Sec-Fetch-Site', 'cross-site').expect(403);
      await pause().set('Origin', 'https://evil.example').expect(403);
      await pause().set('Origin', 'null').expect(403);
      await pause().set('Sec-Fetch-Site', 'same-origin').expect(200);
    });
  });
});
