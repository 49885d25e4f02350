import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { QuotaShares } from '../../src/api/quota/quota-shares.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const LIMIT = 10;

describe('a request quota', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let other: NestExpressApplication;
  const api = (of = app) => request(of.getHttpServer());
  const quotas = () => sandbox.redis.keys(`${sandbox.prefix}:quota:*`);

  beforeAll(async () => {
    sandbox = await createSandbox({ RATE_LIMIT: String(LIMIT), TRUST_PROXY: '1', AUTH: 'none' });
  });

  beforeEach(async () => {
    for (const key of await quotas()) await sandbox.redis.del(key);
    [app, other] = await Promise.all([startApi(sandbox.variables), startApi(sandbox.variables)]);
  });

  afterEach(async () => {
    await Promise.all([app.close(), other.close()]);
  });

  afterAll(async () => {
    await sandbox.clean();
  });

  it('reports the remaining requests in every response, and refuses further ones with a problem', async () => {
    for (let left = LIMIT - 1; left >= 0; left--) {
      const { headers } = await api().get('/').expect(200);
      expect(headers['ratelimit-policy']).toBe(`"requests";q=${LIMIT};w=60`);
      expect(headers['ratelimit']).toMatch(new RegExp(`^"requests";r=${left};t=(60|59|58)$`));
    }
    const { body, headers, type } = await api().get('/').expect(429);
    expect([type, body.code]).toEqual(['application/problem+json', 'rate-limited']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(50);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(headers['ratelimit']).toMatch(/^"requests";r=0;t=\d+$/);
  });

  it('is shared by all processes, also with many concurrent requests', async () => {
    const ask = (i: number) => api(i % 2 === 0 ? app : other).post('/tasks?x=1&y=2');
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => ask(i)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(LIMIT);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40 - LIMIT);
  });

  it.each([
    ['/tasks/none', 404],
    ['/nowhere', 404],
    ['/docs', 200],
    ['/openapi.json', 200],
  ])('counts %s', async (path, status) => {
    for (let i = 0; i < LIMIT; i++) expect((await api().get(path)).status).toBe(status);
    await api().get(path).expect(429);
  });

  it('counts requests before their body is read, and repeated ones with an Idempotency-Key', async () => {
    const post = () => api().post('/tasks?x=1&y=2').set('Idempotency-Key', 'the-same');
    for (let i = 0; i < LIMIT; i++) await post().expect(201);
    await post().expect(429);
    await api().post('/tasks/math.divide').set('Content-Type', 'text/plain').send('x').expect(429);
  });

  it.each([
    ['/dashboard', 200],
    ['/dashboard/assets/none.js', 404],
  ])('never refuses %s, which is in memory', async (path, status) => {
    for (let i = 0; i < LIMIT + 1; i++) await api().get('/');
    await api().get('/').expect(429);
    await api().get(path).expect(status);
  });

  it('never refuses a health probe', async () => {
    for (let i = 0; i < LIMIT + 1; i++) await api().get('/');
    for (const path of ['/health', '/health/live', '/health/ready']) {
      const { headers } = await api().get(path).expect(200);
      expect(headers).not.toHaveProperty('ratelimit');
    }
    await api().get('/').expect(429);
  });

  it('applies per IPv4 address and per /64 of IPv6', async () => {
    const from = (address: string) => api().get('/').set('X-Forwarded-For', address);
    for (let i = 0; i < LIMIT; i++) await from(`2001:db8:0:1::${i}`).expect(200);
    await from('2001:db8:0:1:ffff::1').expect(429);
    await from('2001:db8:0:2::1').expect(200);
    await from('192.0.2.1').expect(200);
  });

  it('trusts only the proxy in front, not a header of the client', async () => {
    const from = (address: string) => api().get('/').set('X-Forwarded-For', `${address}, 192.0.2.7`);
    for (let i = 0; i < LIMIT; i++) await from(`198.51.100.${i}`).expect(200);
    await from('198.51.100.200').expect(429);
  });

  it("ends with its window, by the broker's clock, and leaves no keys behind", async () => {
    for (let i = 0; i < LIMIT; i++) await api().get('/').expect(200);
    const [key = ''] = await quotas();
    const ttl = await sandbox.redis.pttl(key);
    expect(ttl).toBeGreaterThan(50_000);
    expect(ttl).toBeLessThanOrEqual(60_000);
    await api().get('/').expect(429);
    await sandbox.redis.pexpire(key, 1);
    // Another process asks the broker; this one already knows how long to wait.
    await eventually(() => api(other).get('/').expect(200));
  });
});

describe('a quota with keys', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  const get = (headers: Record<string, string>, path = '/tasks/none') =>
    request(app.getHttpServer()).get(path).set(headers);
  const wrong = bearer('cel_wrong');

  beforeAll(async () => {
    sandbox = await createSandbox({ API_KEYS, DOCS: 'private', RATE_LIMIT: '3', TRUST_PROXY: '1' });
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  it('applies per key, from any address', async () => {
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
      await get({ ...bearer(KEYS.viewer), 'X-Forwarded-For': address }).expect(404);
    await get({ ...bearer(KEYS.viewer), 'X-Forwarded-For': '192.0.2.4' }).expect(429);
    await get(bearer(KEYS.operator)).expect(404);
  });

  it('applies per address without a key', async () => {
    const address = { 'X-Forwarded-For': '192.0.2.20' };
    for (let i = 0; i < 3; i++) await get(address).expect(401);
    const { body } = await get(address).expect(429);
    expect(body.code).toBe('rate-limited');
  });

  it('stops guessing of keys, without locking out valid keys', async () => {
    const address = { 'X-Forwarded-For': '192.0.2.30' };
    for (let i = 0; i < 60; i++) await get({ ...wrong, ...address }).expect(401);
    const { headers, body } = await get({ ...wrong, ...address }).expect(429);
    expect([body.code, headers['ratelimit-policy']]).toEqual(['rate-limited', '"refusals";q=60;w=60']);
    await get({ ...bearer(KEYS.admin), ...address }).expect(404);
    const login = await request(app.getHttpServer())
      .post('/session')
      .set(address)
      .send({ key: 'cel_wrong' })
      .expect(429);
    expect(login.headers['retry-after']).toBeDefined();
  });

  it('counts every login, in any spelling of its path', async () => {
    const address = { 'X-Forwarded-For': '192.0.2.40' };
    const login = (path: string) =>
      request(app.getHttpServer()).post(path).set(address).send({ key: 'cel_wrong' });
    for (let i = 0; i < 57; i++) await login('/session').expect(401);
    for (const path of ['/Session', '/session/', '/session']) await login(path).expect(401);
    for (const path of ['/session', '/Session/']) await login(path).set(bearer(KEYS.admin)).expect(429);
  });
});

describe('the window of a quota', () => {
  it('starts again when it is over', async () => {
    const sandbox = await createSandbox({ RATE_LIMIT: '2', RATE_LIMIT_WINDOW_MS: '1000' });
    const app = await startApi(sandbox.variables);
    try {
      const ask = () => request(app.getHttpServer()).get('/');
      await eventually(async () => expect((await ask()).status).toBe(429));
      await eventually(async () => expect((await ask()).status).toBe(200));
    } finally {
      await app.close();
      await sandbox.clean();
    }
  });
});

describe('without a limit', () => {
  it('does not count or ask the broker', async () => {
    const sandbox = await createSandbox();
    const app = await startApi(sandbox.variables);
    try {
      const { headers } = await request(app.getHttpServer()).get('/').expect(200);
      expect(headers).not.toHaveProperty('ratelimit');
      expect(await sandbox.redis.keys(`${sandbox.prefix}:quota:*`)).toEqual([]);
    } finally {
      await app.close();
      await sandbox.clean();
    }
  });
});

describe('a process with a delayed event loop', () => {
  it('does not treat the broker as unavailable, and continues counting', async () => {
    const sandbox = await createSandbox();
    const app = await startApi(sandbox.variables);
    try {
      const quota = { name: 'requests', limit: 10, windowMs: 60_000 };
      const counted = app.get(QuotaShares).use(quota, 'late');
      const until = performance.now() + 500;
      while (performance.now() < until); // busy, as with a burst of requests
      expect(await counted).toMatchObject({ left: 9, isExceeded: false });
    } finally {
      await app.close();
      await sandbox.clean();
    }
  });
});

describe('a quota during a broker outage', () => {
  let redis: OwnRedis;

  beforeAll(async () => {
    redis = await createOwnRedis();
    await redis.start();
  });

  afterAll(() => redis.remove());

  it.each([
    ['stopped', () => redis.stop(), () => redis.start()],
    ['frozen', () => Promise.resolve(redis.freeze()), () => Promise.resolve(redis.thaw())],
  ])(
    'allows every request while the broker is %s: routes that need it answer 503',
    async (_how, fail, recover) => {
      const sandbox = await createSandbox({ RATE_LIMIT: '5', REDIS_URL: redis.url });
      const app = await startApi(sandbox.variables);
      try {
        const api = request(app.getHttpServer());
        await api.post('/tasks?x=1&y=2').expect(201);
        await fail();
        for (let i = 0; i < 10; i++) await api.get('/').expect(200);
        const { body } = await api.post('/tasks?x=1&y=2').expect(503);
        expect(body.code).toBe('broker-unavailable');
        await recover();
        await eventually(async () => expect((await api.get('/')).headers['ratelimit']).toBeDefined());
        await eventually(async () => expect((await api.get('/')).status).toBe(429));
      } finally {
        await recover();
        await app.close();
        await sandbox.clean();
      }
    },
  );
});
