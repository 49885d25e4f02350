import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { roles } from '../../src/platform/config/roles.js';
import { RecordingLogger, startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer, entryOf } from '../support/keys.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { useApp } from '../support/use-api.js';

const NOBODY = {
  authenticated: false,
  mode: 'keys',
  name: null,
  role: null,
  expires_at: null,
  checked: true,
  logins: [{ type: 'key' }],
};

describe('a session', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  const logger = new RecordingLogger();
  const others: NestExpressApplication[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox({ API_KEYS, TRUST_PROXY: '1' });
    app = await startApi(sandbox.variables, { logger });
  });

  afterAll(async () => {
    await Promise.all([app, ...others].map((each) => each.close()));
    await sandbox.clean();
  });

  const api = (one = app) => request(one.getHttpServer());
  const logIn = (key: string, one = app) => api(one).post('/session').send({ key });
  /** The cookie as a browser returns it. */
  const cookieOf = async (key = KEYS.admin, one = app) => {
    const { headers } = await logIn(key, one).expect(200);
    return String(headers['set-cookie']).split(';')[0] ?? '';
  };
  const sessionOf = async (cookie: string, one = app) =>
    (await api(one).get('/session').set('Cookie', cookie).expect(200)).body;
  const listTasks = (cookie: string, one = app) => api(one).get('/tasks').set('Cookie', cookie);
  const submit = (cookie: string, one = app) => api(one).post('/tasks?x=1&y=1').set('Cookie', cookie);
  /** Another process of the same service, with its own settings. */
  const another = async (variables: Record<string, string>) => {
    const started = await startApi({ ...sandbox.variables, ...variables }, { logger });
    others.push(started);
    return started;
  };

  it('is nobody without a cookie, and with a wrong one, which a browser is told with 200', async () => {
    expect((await api().get('/session').expect(200)).body).toEqual(NOBODY);
    for (const wrong of ['x', 'celeriac-session=', 'celeriac-session=x.y', 'celeriac-dashboard=x'])
      expect(await sessionOf(wrong)).toEqual(NOBODY);
  });

  it.each(roles)('is for the role %s', async (role) => {
    const from = Date.now();
    const { body, headers } = await logIn(KEYS[role]).expect(200);
    const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
    const shown = { ...NOBODY, authenticated: true, name: role, role };
    expect(body).toEqual({ ...shown, expires_at: expect.any(String) });
    expect(Date.parse(body.expires_at) - from).toBeGreaterThanOrEqual(43_200_000);
    expect(await sessionOf(cookie)).toEqual(body);
    await listTasks(cookie).expect(200);
    await submit(cookie).expect(role === 'viewer' ? 403 : 201);
    const isOperator = role === 'operator' || role === 'admin';
    await api()
      .get('/audit')
      .set('Cookie', cookie)
      .expect(isOperator ? 200 : 403);
  });

  it('submits in the name of its key', async () => {
    const cookie = await cookieOf(KEYS.submitter);
    const { body } = await submit(cookie).expect(201);
    const { body: task } = await api().get(`/tasks/${body.task_id}`).set('Cookie', cookie).expect(200);
    expect(task.submitted_by).toBe('submitter');
  });

  it('has a cookie that scripts cannot read, other sites cannot send, and that hides the key', async () => {
    const { headers } = await logIn(KEYS.admin).expect(200);
    const [cookie = '', ...more] = headers['set-cookie'] as unknown as string[];
    expect(more).toEqual([]);
    const [pair = '', ...attributes] = cookie.split('; ');
    expect(pair).toMatch(/^celeriac-session=/);
    expect(attributes).toEqual(
      expect.arrayContaining(['Max-Age=43200', 'Path=/', 'HttpOnly', 'SameSite=Strict']),
    );
    expect(attributes).not.toContain('Secure');
    expect(cookie).not.toContain(KEYS.admin);
  });

  it('has a cookie for this host and https only if a trusted proxy reports https', async () => {
    const https = { 'X-Forwarded-Proto': 'https' };
    const { headers } = await logIn(KEYS.admin).set(https).expect(200);
    const cookie = String(headers['set-cookie']);
    expect(cookie).toMatch(/^__Host-celeriac-session=/);
    for (const attribute of ['Secure', 'Path=/']) expect(cookie.split('; ')).toContain(attribute);
    const [pair = ''] = cookie.split(';');
    await listTasks(pair).set(https).expect(200);
    // A page of a sibling domain could set the plain name.
    await listTasks(pair.replace('__Host-', '')).set(https).expect(401);
    await listTasks(pair).expect(401);
  });

  it('trusts no unconfigured proxy', async () => {
    const plain = await another({ TRUST_PROXY: '' });
    const { headers } = await logIn(KEYS.admin, plain).set('X-Forwarded-Proto', 'https').expect(200);
    expect(String(headers['set-cookie'])).not.toContain('Secure');
  });

  it.each([
    ['a wrong key', `cel_${'x'.repeat(43)}`],
    ["a key's hash", API_KEYS.slice(-64)],
  ])('is not begun with %s, which is logged, and nowhere shown', async (_what, key) => {
    logger.lines.length = 0;
    const { body, headers } = await logIn(key).set('X-Request-Id', 'login-1').expect(401);
    expect(body).toMatchObject({ code: 'unauthenticated', detail: 'This key is not active.' });
    expect(headers).not.toHaveProperty('set-cookie');
    const said = logger.lines.join('\n');
    expect(said).toContain('Login refused');
    expect(said).toContain('login-1');
    expect(JSON.stringify(body) + said).not.toContain(key);
  });

  it.each([{}, { key: '' }, { key: 7_777_777 }, { key: 'cel_'.padEnd(300, 'x') }, { key: ['cel_xyz'] }, []])(
    'is not begun with %j',
    async (sent) => {
      const { body, text } = await api().post('/session').send(sent).expect(422);
      expect(body.code).toBe('validation');
      expect(text).not.toMatch(/cel_x|7777777/);
    },
  );

  it('is not begun with a body over 8 kB', async () => {
    const { body } = await logIn('x'.repeat(9_000)).expect(413);
    expect(body.detail).toContain('8192 bytes');
  });

  it('is begun anew, whatever Idempotency-Key comes with it', async () => {
    for (let i = 0; i < 2; i++) {
      const { headers } = await logIn(KEYS.viewer).set('Idempotency-Key', 'once').expect(200);
      expect(headers['set-cookie']).toBeDefined();
    }
  });

  it('gives way to a key', async () => {
    const cookie = await cookieOf(KEYS.admin);
    await submit(cookie).set(bearer(KEYS.viewer)).expect(403);
    await listTasks(cookie)
      .set(bearer(`cel_${'x'.repeat(43)}`))
      .expect(401);
    const { body } = await api().get('/session').set('Cookie', cookie).set(bearer(KEYS.viewer)).expect(200);
    expect(body).toMatchObject({ authenticated: true, name: 'viewer', expires_at: null });
  });

  it('is of no use to a page of another origin, not even to one of CORS_ORIGINS', async () => {
    const page = 'https://app.example';
    const cors = await another({ CORS_ORIGINS: page });
    const cookie = await cookieOf();
    for (const one of [app, cors]) {
      await submit(cookie, one).set('Origin', page).expect(403);
      await submit(cookie, one).set({ 'Sec-Fetch-Site': 'same-site', Origin: page }).expect(403);
      await submit(cookie, one).set({ 'Sec-Fetch-Site': 'cross-site', Origin: page }).expect(403);
      await submit(cookie, one).set('Origin', 'null').expect(403);
      await submit(cookie, one).set({ 'Sec-Fetch-Site': 'same-origin' }).expect(201);
      for (const site of ['cross-site', 'same-site']) {
        await logIn(KEYS.admin, one).set({ 'Sec-Fetch-Site': site, Origin: page }).expect(403);
        const logout = api(one).delete('/session').set('Cookie', cookie);
        await logout.set({ 'Sec-Fetch-Site': site, Origin: page }).expect(403);
      }
    }
    await submit('', cors)
      .set({ Origin: page, ...bearer(KEYS.admin) })
      .expect(201);
    await listTasks(cookie).expect(200);
  });

  it('is refused if it was changed, and found among wrong ones', async () => {
    const cookie = await cookieOf();
    const [name = '', value = ''] = cookie.split('=');
    const [, signature = ''] = value.split('.');
    const content = JSON.stringify(['admin', 'admin', 9_999_999_999_999, '']);
    const forged = `${Buffer.from(content).toString('base64url')}.${signature}`;
    for (const wrong of [`${cookie}x`, `${name}=`, `${name}=${forged}`, `${name}=${value.slice(0, -2)}AA`])
      await listTasks(wrong).expect(401);
    await listTasks(`${name}=wrong; ${cookie}`).expect(200);
  });

  it('is valid in another process and after a restart, and ends with its key', async () => {
    const cookie = await cookieOf();
    await listTasks(cookie, await another({})).expect(200);
    const replaced = await another({ API_KEYS: entryOf('admin', 'admin', `cel_${'n'.repeat(43)}`) });
    await listTasks(cookie, replaced).expect(401);
    const gone = await another({ API_KEYS: entryOf('ops', 'admin', KEYS.admin) });
    await listTasks(cookie, gone).expect(401);
    const demoted = await another({ API_KEYS: entryOf('admin', 'viewer', KEYS.admin) });
    await submit(cookie, demoted).expect(403);
  });

  it('is signed with a separate secret in Redis that is not derived from the hashes', async () => {
    const cookie = await cookieOf();
    const secret = await sandbox.redis.get(`${sandbox.prefix}:session-secret`);
    expect(secret).toMatch(/^[\w-]{43}$/);
    const elsewhere = await createSandbox({ API_KEYS });
    const stranger = await startApi(elsewhere.variables);
    await listTasks(cookie, stranger).expect(401);
    await stranger.close();
    await elsewhere.clean();
  });
});

describe('a session without keys', () => {
  const local = useApp();

  it('is not needed', async () => {
    const free = { ...NOBODY, authenticated: true, mode: 'loopback', role: 'admin', logins: [] };
    expect((await local.api().get('/session').expect(200)).body).toEqual(free);
    const { body, headers } = await local.api().post('/session').send({ key: KEYS.admin }).expect(200);
    expect(body).toEqual(free);
    expect(headers).not.toHaveProperty('set-cookie');
    await local.api().delete('/session').expect(204);
  });
});
