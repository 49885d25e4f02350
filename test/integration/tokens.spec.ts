import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { parseToken, signToken } from '../../src/api/access/tokens/read-token.js';
import { curl } from '../support/curl.js';
import { EventClient } from '../support/event-client.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer, entryOf } from '../support/keys.js';
import { type Stand, startStand } from '../support/stand.js';
import { WaitTask, WorkflowTasks } from '../support/workflow-tasks.js';

const UNKNOWN_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
const MINUTE_MS = 60_000;
const BUSY = `cel_${'b'.repeat(43)}`;
const MORE_KEYS = `${API_KEYS},${entryOf('busy', 'viewer', BUSY)}`;
const TOKEN = /^celt_[\w-]+\.[\w-]{43}$/;
const parts = ['', '/logs', '/transitions'];

describe('a token for one task or workflow', () => {
  let stand: Stand;
  let base: string;
  const others: Awaited<ReturnType<typeof startApi>>[] = [];

  beforeAll(async () => {
    stand = await startStand({ modules: [WorkflowTasks] }, { API_KEYS: MORE_KEYS, RATE_LIMIT: '100000' });
    await stand.app.listen(0, '127.0.0.1');
    base = await stand.app.getUrl();
  });

  afterAll(async () => {
    WaitTask.release();
    await Promise.all(others.map((app) => app.close()));
    await stand.stop();
  });

  const api = (url = base) => request(url);
  const as = (token: string, path: string, url = base) => api(url).get(path).set(bearer(token));
  const post = (path: string, body: object = {}, key = KEYS.submitter) =>
    api().post(path).set(bearer(key)).send(body);
  const submit = async (task = 'test.echo', payload: object = { value: 'x' }): Promise<string> =>
    (await post(`/tasks/${task}`, { payload }).expect(201)).body.task_id;
  const tokenOf = async (id: string, body: object = {}, kind = 'tasks'): Promise<string> =>
    (await post(`/${kind}/${id}/tokens`, body, KEYS.viewer).expect(201)).body.token;
  const inUrl = (path: string, token: string) =>
    `${path}${path.includes('?') ? '&' : '?'}access_token=${token}`;
  /** Another process of the same service, with its own settings. */
  const another = async (variables: Record<string, string>) => {
    const { API_KEYS: _, ...shared } = stand.sandbox.variables as Record<string, string>;
    const app = await startApi({ ...shared, ...variables }, { modules: [WorkflowTasks] });
    others.push(app);
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  };
  const workflow = async (steps: object, more: object = {}) =>
    (await post('/workflows', { steps, ...more }).expect(201)).body;

  it('reads its task, in the header and in the URL, without payload and stack', async () => {
    const id = await submit('test.fail', {});
    await eventually(async () => expect((await as(KEYS.viewer, `/tasks/${id}`)).body.status).toBe('FAILURE'));
    const { body } = await post(`/tasks/${id}/tokens`, { ttl_ms: MINUTE_MS }, KEYS.admin).expect(201);
    expect(body).toEqual({ token: expect.stringMatching(TOKEN), token_expires_at: expect.any(String) });
    const leftMs = Date.parse(body.token_expires_at) - Date.now();
    expect(leftMs).toBeLessThanOrEqual(MINUTE_MS);
    expect(leftMs).toBeGreaterThan(MINUTE_MS / 2);
    for (const path of [...parts.map((part) => `/tasks/${id}${part}`), `/result/${id}`]) {
      await as(body.token, path).expect(200);
      await api().get(inUrl(path, body.token)).expect(200);
      await api().head(inUrl(path, body.token)).expect(200);
    }
    await as(body.token, `/tasks/${id.toUpperCase()}`).expect(200);
    expect((await as(body.token, `/tasks/${id}`)).body.error).not.toHaveProperty('stack');
    await as(body.token, `/tasks/${id}?include=payload`).expect(403);
  });

  it('reads nothing else, whether it exists or not, and changes nothing', async () => {
    const [own, other] = [await submit(), await submit()];
    const token = await tokenOf(own);
    const [known, unknown] = await Promise.all(
      [other, UNKNOWN_ID].map(async (id) => (await as(token, `/tasks/${id}`).expect(403)).body),
    );
    expect(known).toEqual({ ...unknown, instance: known.instance });
    for (const path of ['/tasks', `/tasks/${own}/why`, `/tasks/${own}/`, `/TASKS/${own}`, `//tasks/${own}`])
      await as(token, path).expect(403);
    for (const path of ['/', '/docs', '/dashboard', '/metrics', `/workflows/${own}`, `/tasks/${own}/tokens`])
      await api().get(inUrl(path, token)).expect(403);
    for (const action of ['cancel', 'retry', 'replay', 'promote', 'tokens'])
      await api().post(`/tasks/${own}/${action}`).set(bearer(token)).expect(403);
    await api().patch(`/tasks/${own}`).set(bearer(token)).send({ priority: 'low' }).expect(403);
    await api()
      .delete(inUrl(`/tasks/${own}`, token))
      .expect(403);
  });

  it('reads its workflow and the tasks of its steps', async () => {
    const step = { task: 'test.echo', payload: { value: 1 } };
    const own = await workflow({
      one: step,
      items: { ...step, each: [1, 2], payload: { value: { $item: '' } } },
    });
    const other = await workflow({ one: step });
    const token = await tokenOf(own.workflow_id, {}, 'workflows');
    for (const part of ['', '.mmd', '?items=true']) {
      await as(token, `/workflows/${own.workflow_id}${part}`).expect(200);
      await api()
        .get(inUrl(`/workflows/${own.workflow_id}${part}`, token))
        .expect(200);
    }
    for (const part of parts) await as(token, `/tasks/${own.steps.one.task_id}${part}`).expect(200);
    await as(token, `/result/${own.steps.items.task_id}`).expect(200);
    await as(token, `/workflows/${other.workflow_id}`).expect(403);
    for (const id of [other.steps.one.task_id, UNKNOWN_ID]) await as(token, `/tasks/${id}`).expect(403);
    await as(await tokenOf(own.steps.one.task_id), `/workflows/${own.workflow_id}`).expect(403);
    const events = await EventClient.open(inUrl(`${base}/workflows/${own.workflow_id}/events`, token));
    await events.until(({ event }) => event === 'end');
  });

  it('follows its task, until the token expires', async () => {
    const done = await submit();
    const url = inUrl(`${base}/tasks/${done}/events`, await tokenOf(done));
    await (await EventClient.open(url)).until(({ event }) => event === 'result');
    const id = await submit('test.wait', {});
    const token = await tokenOf(id, { ttl_ms: 1_000 });
    const events = await EventClient.open(inUrl(`${base}/tasks/${id}/events`, token));
    expect((await events.all()).some(({ event }) => event === 'result')).toBe(false);
    const { body, headers } = await as(token, `/tasks/${id}`).expect(401);
    expect(body).toMatchObject({ code: 'unauthenticated', detail: expect.stringContaining('has expired') });
    expect(headers['www-authenticate']).toContain('invalid_token');
    WaitTask.release();
  });

  it('comes with a submit that asks for one, also in a batch, a replay and a workflow', async () => {
    const body = { payload: { value: 'x' }, options: { token: true } };
    const submitted = (await post('/tasks/test.echo', body).expect(201)).body;
    await as(submitted.token, `/tasks/${submitted.task_id}`).expect(200);
    expect(Date.parse(submitted.token_expires_at)).toBeGreaterThan(Date.now() + 10 * MINUTE_MS);
    expect((await post('/tasks/test.echo', { payload: { value: 'x' } })).body).not.toHaveProperty('token');
    const tasks = [body, { payload: body.payload }].map((task) => ({ name: 'test.echo', ...task }));
    const { items } = (await post('/tasks/batch', { tasks: [...tasks, null] }).expect(201)).body;
    await as(items[0].token, `/tasks/${items[0].task_id}`).expect(200);
    expect(items[1]).toEqual({ task_id: expect.any(String) });
    expect(items[2]).toEqual({ problem: expect.anything() });
    const again = await post(`/tasks/${submitted.task_id}/replay`, { options: body.options }, KEYS.operator);
    await as(again.body.token, `/tasks/${again.body.task_id}`).expect(200);
    const started = await workflow({ one: { task: 'test.echo', payload: { value: 1 } } }, { token: true });
    await as(started.token, `/workflows/${started.workflow_id}`).expect(200);
    await post('/tasks/test.echo', { ...body, options: { token: 'yes' } }).expect(422);
  });

  it('is refused if it was changed, forged, sent twice or sent beside a key', async () => {
    const id = await submit();
    const token = await tokenOf(id);
    const { target, expiresAt, keyName } = parseToken(token) ?? {};
    if (!target || !expiresAt || keyName === undefined) throw new Error('The token has no content');
    const forged = signToken({ target, expiresAt: expiresAt + 1, keyName }, 'guess', '');
    const wrong = [token.slice(0, -1), `${token}A`, forged, 'celt_', 'celt_a.b'];
    for (const each of wrong) {
      expect((await as(each, `/tasks/${id}`).expect(401)).text).not.toContain(each.slice(5) || '"celt_"');
      await api()
        .get(inUrl(`/tasks/${id}`, each))
        .expect(401);
    }
    await api()
      .get(inUrl(inUrl(`/tasks/${id}`, token), token))
      .expect(401);
    await api()
      .get(inUrl(`/tasks/${id}`, token))
      .set(bearer(KEYS.admin))
      .expect(401);
    await api().get(inUrl('/tasks', KEYS.admin)).expect(401);
  });

  it('checks how long it may live, and that its task exists', async () => {
    const id = await submit();
    for (const ttl_ms of [0, 999, 86_400_001, 1.5, '60000'])
      await post(`/tasks/${id}/tokens`, { ttl_ms }).expect(422);
    await post(`/tasks/${UNKNOWN_ID}/tokens`).expect(404);
    await post(`/workflows/${id}/tokens`).expect(404);
    await api().post(`/tasks/${id}/tokens`).expect(401);
  });

  it('is accepted by every process, and ends with its key or its secret', async () => {
    const id = await submit();
    const token = await tokenOf(id);
    await as(token, `/tasks/${id}`, await another({ API_KEYS })).expect(200);
    const replaced = entryOf('viewer', 'viewer', `cel_${'w'.repeat(43)}`);
    for (const keys of [replaced, entryOf('other', 'viewer', KEYS.viewer)])
      await as(token, `/tasks/${id}`, await another({ API_KEYS: keys })).expect(401);
    await stand.sandbox.redis.del(`${stand.sandbox.prefix}:token-secret`);
    const fresh = await another({ API_KEYS });
    await as(token, `/tasks/${id}`, fresh).expect(401);
    const issued = await api(fresh).post(`/tasks/${id}/tokens`).set(bearer(KEYS.viewer)).expect(201);
    // The first process still remembers the former secret, and looks again.
    await eventually(() => as(issued.body.token, `/tasks/${id}`).expect(200));
  });

  it('works without keys, too, for the same alone', async () => {
    const [own, other] = [await submit(), await submit()];
    const open = await another({});
    const { token } = (await api(open).post(`/tasks/${own}/tokens`).expect(201)).body;
    await as(token, `/tasks/${own}`, open).expect(200);
    for (const path of [`/tasks/${other}`, '/tasks', '/docs', '/dashboard']) {
      await api(open).get(inUrl(path, token)).expect(403);
      await as(token, path, open).expect(403);
    }
    await as(token, `/tasks/${own}?include=payload`, open).expect(403);
    await as(`${token}A`, `/tasks/${own}`, open).expect(401);
    await as(token, `/tasks/${own}`).expect(401); // a process with keys knows nobody without one
    await as(await tokenOf(own), `/tasks/${own}`, open).expect(401);
    await api(open).get(`/tasks/${own}?access_token=of-a-proxy`).expect(200);
  });

  it('is shown in docs/events.md', async () => {
    const docs = readFileSync('docs/events.md', 'utf8');
    const [, file = '', text] = /```html file=(\S+)\n([\s\S]*?)```/.exec(docs) ?? [];
    expect(text).toBe(readFileSync(file, 'utf8'));
    const open = await another({});
    const [line = ''] = /^curl -X POST .*\/tokens.*(?= # 201$)/m.exec(docs) ?? [];
    const asked = line.replace('http://localhost:8000', open).replace('TASK_ID', await submit());
    expect(await curl(asked)).toMatchObject({ status: 201, body: { token: expect.stringMatching(TOKEN) } });
  });

  it('counts for the quota of its key', async () => {
    const id = await submit();
    const limited = await another({ API_KEYS: MORE_KEYS, RATE_LIMIT: '4' });
    const { token } = (await api(limited).post(`/tasks/${id}/tokens`).set(bearer(BUSY)).expect(201)).body;
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await as(token, `/tasks/${id}`, limited)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    await as(BUSY, `/tasks/${id}`, limited).expect(429);
  });

  it('is in no audit entry and no problem', async () => {
    const id = await submit();
    const { token } = (await post(`/tasks/${id}/tokens`, {}, KEYS.operator).expect(201)).body;
    const { text } = await as(KEYS.admin, '/audit?action=task.token').expect(200);
    expect(text).toContain(id);
    for (const path of ['/tasks?wrong=1', `/tasks/${UNKNOWN_ID}`, '/nowhere'])
      expect((await api().get(inUrl(path, token))).text + text).not.toContain(token.slice(5, 40));
  });
});
