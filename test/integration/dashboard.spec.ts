import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { createSandbox } from '../support/sandbox.js';

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
  it('is open on your own machine, over every queue', async () => {
    await withApi({}, async (api) => {
      expect((await api.get('/dashboard').expect(200)).text).toContain('Celeriac');
      const { body } = await api.get('/dashboard/api/queues').expect(200);
      expect(body.queues.map((queue: { name: string }) => queue.name)).toEqual([
        'tasks',
        'notifications',
        'webhooks',
        'fetch',
        'operations',
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

  it('is for admins only, on every one of its routes', async () => {
    await withApi({ API_KEYS }, async (api) => {
      for (const [method, path] of ROUTES) {
        const { status } = await api[method](path);
        expect([method, path, [401, 404].includes(status)]).toEqual([method, path, true]);
        const operator = await api[method](path).set(bearer(KEYS.operator));
        expect([method, path, [403, 404].includes(operator.status)]).toEqual([method, path, true]);
      }
      await api.get('/dashboard').set(bearer(KEYS.admin)).expect(200);
      await api.get('/dashboard/api/queues').set(bearer(KEYS.admin)).expect(200);
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
