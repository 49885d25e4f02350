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

const login = async (app: NestExpressApplication) => {
  const { headers } = await request(app.getHttpServer())
    .post('/session')
    .send({ key: KEYS.admin })
    .expect(200);
  return String(headers['set-cookie']).split(';')[0] ?? '';
};
/** Needs the session, and nothing else of the broker. */
const open = (app: NestExpressApplication, cookie: string) =>
  request(app.getHttpServer()).get('/openapi.json').set('Cookie', cookie);
const logout = (app: NestExpressApplication, cookie: string) =>
  request(app.getHttpServer()).delete('/session').set('Cookie', cookie);
const view = async (app: NestExpressApplication, cookie: string) =>
  (await request(app.getHttpServer()).get('/session').set('Cookie', cookie).expect(200)).body;

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

  it('ends the session for every copy of the cookie, in all processes, including later ones', async () => {
    const cookie = await login(app);
    await open(other, cookie).expect(200);
    const { headers } = await logout(app, cookie).expect(204);
    expect(String(headers['set-cookie'])).toMatch(/^celeriac-session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    const later = await startApi(sandbox.variables);
    for (const one of [app, other, later]) {
      await open(one, cookie).expect(401);
      expect(await view(one, cookie)).toMatchObject({ authenticated: false, name: null, checked: true });
    }
    await logout(later, cookie).expect(204);
    await later.close();
  });

  it('ends no other session, not even of the same key', async () => {
    const cookies = await Promise.all([login(app), login(app), login(app)]);
    await logout(app, cookies[1]).expect(204);
    for (const cookie of [cookies[0], cookies[2]]) await open(other, cookie).expect(200);
    await open(other, await login(app)).expect(200);
  });

  it('ends a session in another encoding, and each of several', async () => {
    const [one, two] = [await login(app), await login(other)];
    await logout(app, `${one}; ${two}`).expect(204);
    // The last character of a signature has two bits to spare.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = one.slice(0, -1) + (alphabet[alphabet.indexOf(one.at(-1) ?? '') ^ 1] ?? '');
    for (const cookie of [two, twin, `${one}; ${two}`]) await open(other, cookie).expect(401);
    await open(other, `${one}; ${await login(app)}`).expect(200);
  });

  it('without a valid session stores nothing', async () => {
    const cookie = await login(app);
    for (const wrong of [
      '',
      'celeriac-session=x',
      `${cookie}x`,
      cookie.replace(/=[^.]+/, '=WyJhZG1pbiIsbnVsbCw5OTk5OTk5OTk5OTk5LCIiXQ'),
    ])
      await logout(app, wrong).expect(204);
    expect(await sandbox.redis.exists(record())).toBe(0);
    await open(app, cookie).expect(200);
  });

  it('stores at most a hundred ended sessions per key, hashed, and only as long as they matter', async () => {
    const before = await login(app);
    const signature = before.split('.')[1] ?? '';
    await logout(app, before).expect(204);
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
    const [cookie, living] = [await login(app), await login(app)];
    for (const one of apps) await open(one, cookie).expect(200);
    await redis.stop();

    const { headers } = await logout(app, cookie).expect(503);
    expect(String(headers['set-cookie'])).toMatch(/^celeriac-session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    await open(app, cookie).expect(401);
    await open(other, cookie).expect(503);
    await open(app, living).expect(503);
    expect(await view(app, cookie)).toMatchObject({ authenticated: false, checked: true });
    expect(await view(app, living)).toMatchObject({ authenticated: true, name: 'admin', checked: false });

    await redis.start();
    await eventually(() => expect(app.get(Broker).producer.status).toBe('ready'));
    await eventually(() => expect(other.get(Broker).producer.status).toBe('ready'));
    await eventually(() => open(other, cookie).expect(401));
    await open(app, living).expect(200);
    await open(other, living).expect(200);
  });

  it('leaves the cookie for another try if the process cannot identify its session', async () => {
    const cookie = await login(apps[0] as NestExpressApplication);
    await redis.stop();
    const fresh = await startApi(sandbox.variables);
    apps.push(fresh);
    const { headers } = await logout(fresh, cookie).expect(503);
    expect(headers).not.toHaveProperty('set-cookie');
    expect(await view(fresh, cookie)).toMatchObject({ authenticated: false, checked: false });
    await request(fresh.getHttpServer()).get('/health/live').set('Cookie', cookie).expect(200);
  });
});
