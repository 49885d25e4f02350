import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { EventClient } from '../support/event-client.js';
import { startApi } from '../support/in-process.js';
import { listen } from '../support/raw-http.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const PAGE = 'https://app.example.com';
const ELSEWHERE = 'https://evil.example';

describe('the headers for browsers', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  const api = () => request(app.getHttpServer());

  beforeAll(async () => {
    // Behind a proxy that authenticates callers.
    const behindProxy = { TRUST_PROXY: '1', AUTH: 'none' };
    sandbox = await createSandbox({ CORS_ORIGINS: `${PAGE}, http://localhost:3000`, ...behindProxy });
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  it.each([
    ['get', '/', 200],
    ['post', '/tasks?x=1&y=2', 201],
    ['get', '/tasks/none', 404],
    ['get', '/nowhere', 404],
    ['post', '/tasks?x=1', 422],
    ['get', '/task-types', 200],
    ['get', '/openapi.json', 200],
  ] as const)('prevent %s %s from being rendered or cached', async (method, path, status) => {
    const { headers } = await api()[method](path).expect(status);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    for (const name of ['server', 'x-powered-by', 'etag', 'strict-transport-security'])
      expect(headers).not.toHaveProperty(name);
  });

  it.each(['/docs', '/docs/', '/DOCS'])(
    'let %s load only from this origin, and forbid frames',
    async (path) => {
      const { headers } = await api().get(path).expect(200);
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );

  it('allow caching of static files', async () => {
    const { headers } = await api().get('/docs/swagger-ui.css').expect(200);
    expect(headers['cache-control']).toBe('no-cache');
    await api()
      .get('/docs/swagger-ui.css')
      .set('If-None-Match', headers['etag'] ?? '')
      .expect(304);
  });

  it('require https after a trusted proxy has reported https', async () => {
    const { headers } = await api().get('/').set('X-Forwarded-Proto', 'https').expect(200);
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it.each(['/tasks', '/tasks/math.divide', '/nowhere', '/docs', '/dashboard', '/tasks/1/events'])(
    'let a page of an allowed origin send a preflight for %s',
    async (path) => {
      const { headers } = await api()
        .options(path)
        .set({
          Origin: PAGE,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization,idempotency-key,prefer,last-event-id,content-type',
        })
        .expect(204);
      expect(headers['access-control-allow-origin']).toBe(PAGE);
      expect(headers['access-control-allow-methods']?.split(',')).toEqual(
        expect.arrayContaining(['POST', 'DELETE', 'PATCH']),
      );
      const allowed = headers['access-control-allow-headers']?.toLowerCase().split(',');
      expect(allowed).toEqual(
        expect.arrayContaining([
          'authorization',
          'idempotency-key',
          'prefer',
          'last-event-id',
          'content-type',
        ]),
      );
      expect(headers['vary']).toContain('Origin');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    },
  );

  it('let a page of an allowed origin read answers, problems and their headers', async () => {
    const ask = (method: 'get' | 'post', path: string) =>
      api()[method](path).set({ Origin: PAGE, 'Sec-Fetch-Site': 'cross-site' });
    const answers = [
      await ask('post', '/tasks?x=1&y=2').expect(201),
      await ask('post', '/tasks?x=1').expect(422),
      await ask('get', '/tasks/none').expect(404),
      await ask('post', '/tasks/math.divide').set('Content-Type', 'text/plain').send('x').expect(415),
    ];
    for (const { headers } of answers) {
      expect(headers['access-control-allow-origin']).toBe(PAGE);
      const exposed = headers['access-control-expose-headers']?.split(',');
      expect(exposed).toEqual(
        expect.arrayContaining([
          'Location',
          'Retry-After',
          'RateLimit',
          'RateLimit-Policy',
          'X-Request-Id',
          'Idempotent-Replayed',
        ]),
      );
    }
  });

  it('let a page of an allowed origin watch a task', async () => {
    const { body } = await api().post('/tasks?x=1&y=2').expect(201);
    const port = await listen(app.getHttpServer());
    const client = await EventClient.open(
      `http://127.0.0.1:${port}/tasks/${body.task_id}/events`,
      undefined,
      { Origin: PAGE },
    );
    expect(client.response.headers['access-control-allow-origin']).toBe(PAGE);
    client.hangUp();
  });

  it.each([ELSEWHERE, 'https://app.example.com.evil.example', 'http://app.example.com', 'null'])(
    'let a page of %s read nothing and do nothing',
    async (origin) => {
      const preflight = await api()
        .options('/tasks')
        .set({ Origin: origin, 'Access-Control-Request-Method': 'POST' });
      expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
      const read = await api().get('/').set('Origin', origin).expect(200);
      expect(read.headers).not.toHaveProperty('access-control-allow-origin');
      const { body } = await api().post('/tasks?x=1&y=2').set('Origin', origin).expect(403);
      expect(body.code).toBe('forbidden');
    },
  );
});

describe('without CORS_ORIGINS', () => {
  it('allows actions only to pages of this server, and reads to none', async () => {
    const sandbox = await createSandbox();
    const app = await startApi(sandbox.variables);
    try {
      const post = () => request(app.getHttpServer()).post('/tasks?x=1&y=2');
      await post().set('Origin', PAGE).expect(403);
      await post().set('Sec-Fetch-Site', 'cross-site').expect(403);
      await post().set('Sec-Fetch-Site', 'same-site').expect(403);
      await post().set({ 'Sec-Fetch-Site': 'same-origin', Origin: PAGE }).expect(201);
      await post().set({ Origin: 'http://localhost:8000', Host: 'localhost:8000' }).expect(201);
      const { headers } = await post().expect(201);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    } finally {
      await app.close();
      await sandbox.clean();
    }
  });
});
