import { createBullBoard } from '@bull-board/api';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Board } from '../../src/api/dashboard/board.js';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { createSandbox } from '../support/sandbox.js';

/** Bull Board's routes and assets, which no Nest guard sees. */
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
  it('is open on this machine and shows every queue', async () => {
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

  it('serves a page that loads nothing from other hosts and cannot be framed', async () => {
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

  it('is safe from cross-site requests through a logged-in browser', async () => {
    await withApi({}, async (api) => {
      const pause = () => api.put('/dashboard/api/queues/tasks/pause');
      await pause().set('Sec-Fetch-Site', 'cross-site').expect(403);
      await pause().set('Origin', 'https://evil.example').expect(403);
      await pause().set('Origin', 'null').expect(403);
      await pause().set('Sec-Fetch-Site', 'same-origin').expect(405);
    });
  });

  it('refuses every route of Bull Board except GET, and names the alternative', async () => {
    await withApi({}, async (api) => {
      const { body: task } = await api
        .post('/tasks/math.divide')
        .send({ payload: { x: 1, y: 2 }, options: { delay_ms: 3_600_000 } })
        .expect(201);
      await api.post(`/tasks/${task.task_id}/cancel`).send({ reason: 'wrong text' }).expect(200);
      const changing = routesOfBoard().filter(({ method }) => method !== 'get');
      expect(changing.length).toBeGreaterThan(20);
      for (const { method, path } of changing) {
        const url = path.replace(':queueName', 'tasks').replace(':jobId', task.task_id);
        const answer = await api[method](`/dashboard${url.replace(':queueStatus', 'failed')}`);
        expect([method, path, answer.status]).toEqual([method, path, 405]);
        expect(answer.body).toMatchObject({ code: 'read-only', detail: expect.stringMatching(/Use .*\//) });
        expect(answer.headers['allow']).toBe('GET, HEAD');
      }
      const { body: after } = await api.get(`/tasks/${task.task_id}`).expect(200);
      expect(after).toMatchObject({ status: 'REVOKED', revoke_reason: 'wrong text' });
    });
  });

  it('refuses every other method on any path below it', async () => {
    await withApi({}, async (api) => {
      for (const method of ['post', 'put', 'patch', 'delete'] as const)
        for (const path of ['/dashboard', '/dashboard/nowhere', '/dashboard//api/queues/tasks/empty'])
          expect([method, path, (await api[method](path)).status]).toEqual([method, path, 405]);
    });
  });

  it('shows every queue as read-only', async () => {
    await withApi({}, async (api) => {
      const { body } = await api.get('/dashboard/api/queues').expect(200);
      for (const queue of body.queues)
        expect(queue).toMatchObject({ readOnlyMode: true, allowRetries: false });
    });
  });
});

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The routes registered by the installed version of Bull Board. */
function routesOfBoard(): { method: Method; path: string }[] {
  const board = new Board();
  board.setBasePath('/dashboard');
  createBullBoard({ queues: [], serverAdapter: board });
  const changing: { method: Method; path: string }[] = [];
  const visit = ({ stack = [] }: Routed) => {
    for (const { route, handle } of stack) {
      for (const path of [route?.path ?? []].flat())
        for (const method of Object.keys(route?.methods ?? {}))
          changing.push({ method: method as Method, path });
      visit(handle);
    }
  };
  // Typed `any` there; an Express application keeps its routes in its router.
  visit((board.getRouter() as { router: Routed }).router);
  return changing;
}

interface Routed {
  readonly stack?: readonly Layer[];
}

interface Layer {
  readonly handle: Routed;
  readonly route?: { readonly path: string | string[]; readonly methods: Record<string, boolean> };
}
