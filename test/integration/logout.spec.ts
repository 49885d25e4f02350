import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { EndedSessions } from '../../src/api/access/login/ended-sessions.js';
import { Broker } from '../../src/core/redis/broker.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS } from '../support/keys.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const PRIVATE = { API_KEYS, DOCS: 'private' };
type Area = '/dashboard' | '/docs';

const login = async (app: NestExpressApplication, area: Area = '/dashboard') => {
  const form = request(app.getHttpServer()).post(`${area}/login`).type('form');
  const { headers } = await form.send({ key: KEYS.admin }).expect(303);
  return String(headers['set-cookie']).split(';')[0] ?? '';
};
const open = (app: NestExpressApplication, cookie: string, area: Area = '/dashboard') =>
  request(app.getHttpServer())
    .get(area === '/docs' ? area : '/dashboard/api/queues')
    .set('Cookie', cookie);
const logout = (app: NestExpressApplication, cookie: string, area: Area = '/dashboard') =>
  request(app.getHttpServer()).post(`${area}/logout`).set('Cookie', cookie);

describe('a logout', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let other: NestExpressApplication;
  const record = () => `${sandbox.prefix}:ended-sessions:admin`;

  beforeAll(async () => {
    sandbox = await createSandbox(PRIVATE);
    [app, other] = await Promise.all([startApi(sandbox.variables), startApi(sandbox.variables)]);
  });

  beforeEach(() => sandbox.redis.del(record()));

  afterAll(async () => {
    await Promise.all([app, other].map((each) => each.close()));
    await sandbox.clean();
  });

  it.each<Area>(['/dashboard', '/docs'])(
    'ends the session of %s for every copy of the cookie, in all processes, including later ones',
    async (area) => {
      const cookie = await login(app, area);
      await open(other, cookie, area).expect(200);
      await logout(app, cookie, area).expect(303);
      const later = await startApi(sandbox.variables);
      for (const one of [app, other, later]) await open(one, cookie, area).expect(401);
      await request(later.getHttpServer())
        .get(`${area}/logout`)
        .set('Cookie', cookie)
        .expect(303)
        .expect('Location', `${area}/login`);
      await later.close();
    },
  );

  it('ends no other session, not even of the same key', async () => {
    const cookies = await Promise.all([login(app), login(app), login(app)]);
    const ofDocs = await login(app, '/docs');
    await logout(app, cookies[1]).expect(303);
    for (const cookie of [cookies[0], cookies[2]]) await open(other, cookie).expect(200);
    await open(other, ofDocs, '/docs').expect(200);
    await open(other, await login(app)).expect(200);
  });

  it('ends a session in another encoding, and each of several', async () => {
    const [one, two] = [await login(app), await login(other)];
    await logout(app, `${one}; ${two}`).expect(303);
    const [name = '', expires = '', signature = ''] = one.split('.');
    for (const cookie of [two, `${name}.0${expires}.${signature}`, `${one}; ${two}`])
      await open(other, cookie).expect(401);
    await open(other, `${one}; ${await login(app)}`).expect(200);
  });

  it('without a valid session stores nothing', async () => {
    const cookie = await login(app);
    for (const wrong of [
      '',
      'celeriac-dashboard=x',
      `${cookie}x`,
      cookie.replace(/\.\d+\./, '.9999999999999.'),
    ])
      await logout(app, wrong).expect(303);
    expect(await sandbox.redis.exists(record())).toBe(0);
    await open(app, cookie).expect(200);
  });

  it('stores at most a hundred ended sessions per key, hashed, and only as long as they matter', async () => {
    const before = await login(app);
    const signature = before.split('.')[2] ?? '';
    await logout(app, before).expect(303);
    const ended = app.get(EndedSessions);
    const expiresAt = Date.now() + 43_200_000;
    const session = (i: number) => ({ keyName: 'admin', id: `session ${i}`, expiresAt: expiresAt + i });
    for (let i = 0; i < 250; i++) await ended.end(session(i));
    expect(await sandbox.redis.zcard(record())).toBe(100);
    expect(JSON.stringify(await sandbox.redis.zrange(record(), '0', '-1'))).not.toContain(signature);
    const gone = Date.now() + (await sandbox.redis.pttl(record()));
    expect(Math.abs(gone - (expiresAt + 86_400_000))).toBeLessThan(10_000);

    await open(other, before).expect(401);
    const elsewhere = other.get(EndedSessions);
    for (const i of [0, 149, 150, 249]) expect([i, await elsewhere.has(session(i))]).toEqual([i, true]);
    expect(await elsewhere.has({ ...session(200), id: 'alive' })).toBe(false);
    expect(await elsewhere.has({ ...session(0), keyName: 'ops' })).toBe(false);
  });
});

describe('a logout during a broker outage', () => {
  let redis: OwnRedis;
  let sandbox: Sandbox;
  const apps: NestExpressApplication[] = [];

  beforeEach(async () => {
    redis = await createOwnRedis();
    await redis.start();
    sandbox = await createSandbox({ ...PRIVATE, REDIS_URL: redis.url });
    apps.push(await startApi(sandbox.variables), await startApi(sandbox.variables));
  });

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((each) => each.close()));
    sandbox.redis.disconnect();
    await redis.remove();
  });

  it('takes effect in its process at once, is reported as not stored, and is stored after the outage', async () => {
    const [app, other] = apps as [NestExpressApplication, NestExpressApplication];
    const [cookie, living] = [await login(app, '/docs'), await login(app, '/docs')];
    for (const one of apps) await open(one, cookie, '/docs').expect(200);
    await redis.stop();

    const { headers } = await logout(app, cookie, '/docs').expect(503);
    expect(String(headers['set-cookie'])).toMatch(/^celeriac-docs=; Path=\/docs; Expires=Thu, 01 Jan 1970/);
    await open(app, cookie, '/docs').expect(401);
    await open(other, cookie, '/docs').expect(503);
    await open(app, living, '/docs').expect(503);

    await redis.start();
    await eventually(() => expect(app.get(Broker).producer.status).toBe('ready'));
    await eventually(() => expect(other.get(Broker).producer.status).toBe('ready'));
    await eventually(() => open(other, cookie, '/docs').expect(401));
    await open(app, living, '/docs').expect(200);
    await open(other, living, '/docs').expect(200);
  });

  it('leaves the cookie for another try if the process cannot identify its session', async () => {
    const cookie = await login(apps[0] as NestExpressApplication);
    await redis.stop();
    const fresh = await startApi(sandbox.variables);
    apps.push(fresh);
    const { headers } = await logout(fresh, cookie).expect(503);
    expect(headers).not.toHaveProperty('set-cookie');
  });
});
