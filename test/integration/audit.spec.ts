import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { AuditLog } from '../../src/api/audit/audit-log.js';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { OpenApi, type Operation } from '../support/openapi.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
/** Routes that only submit tasks (`submitted_by` of the task records the client), or store nothing. */
const SUBMITS =
  /^POST \/(tasks|tasks\/batch|tasks\/[a-z-]+\.[a-z.-]+|workflows|schedules\/preview|fetch|notify|notifications|notifications\/batch)$/;
/** Logging in and out changes only the session of who asks. */
const SESSION = /^(POST|DELETE) \/session$/;
const METHODS = { POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

describe('the audit log', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox({ API_KEYS, AUDIT_MAX_ENTRIES: '100' });
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  const ask = (method: keyof typeof METHODS, path: string, key = KEYS.admin) =>
    request(app.getHttpServer())[METHODS[method]](path).set(bearer(key));
  const audit = async (query = '', key = KEYS.admin) =>
    (await request(app.getHttpServer()).get(`/audit${query}`).set(bearer(key)).expect(200)).body;
  const newest = async (query = '') => (await audit(`?limit=1${query}`)).items[0];
  const submit = async () =>
    (await ask('POST', '/tasks?x=4&y=2', KEYS.submitter).expect(201)).body.task_id as string;
  const key = () => `${sandbox.prefix}:audit`;

  it('records who did what, when, to what, from where, and with which outcome', async () => {
    const before = Date.now();
    const limits = { concurrency: 4, rate: null };
    const { headers } = await ask('PATCH', '/queues/fetch', KEYS.operator)
      .set('X-Request-Id', 'incident-7')
      .send(limits)
      .expect(200);
    expect(headers['x-request-id']).toBe('incident-7');
    const entry = await newest();
    expect(entry).toEqual({
      audit_id: expect.stringMatching(/^\d{16}$/),
      at: expect.any(String),
      who: 'operator',
      role: 'operator',
      access: 'key',
      action: 'queue.limit',
      target: 'fetch',
      details: limits,
      reason: null,
      request_id: 'incident-7',
      client_address: expect.stringContaining('127.0.0.1'),
      outcome: 'succeeded',
      status: 200,
      location: null,
    });
    expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(before - 1_000);
    const [shown] = (await audit('?limit=1', KEYS.operator)).items;
    expect(shown).toEqual({ ...entry, client_address: null });
    await request(app.getHttpServer()).get('/audit').set(bearer(KEYS.viewer)).expect(403);
  });

  it('records every route that changes something, each under its own name, except submits and sessions', async () => {
    const { body } = await request(app.getHttpServer()).get('/openapi.json').expect(200);
    const changing = new OpenApi(body).operations().filter(([label]) => !/^(GET|HEAD) /.test(label));
    const actions = changing
      .filter(([label]) => !SUBMITS.test(label) && !SESSION.test(label))
      .map(([label, operation]) => [label, operation['x-audit-action']] as const);
    expect(actions.filter(([, action]) => action === undefined)).toEqual([]);
    expect(new Set(actions.map(([, action]) => action)).size).toBe(actions.length);
    expect(actions.length).toBeGreaterThan(8);
    for (const [label, action] of actions) {
      const [method, template] = label.split(' ') as [keyof typeof METHODS, string];
      const path = template.replace('{name}', 'tasks').replaceAll(/\{\w+\}/g, ID);
      const { status } = await ask(method, path).set('X-Request-Id', `asked-${String(action)}`);
      const entry = await newest(`&action=${String(action)}`);
      const target = template.includes('{') ? (path.split('/')[2] ?? null) : null;
      expect([label, entry]).toMatchObject([
        label,
        { action, target, status, request_id: `asked-${String(action)}` },
      ]);
    }
  });

  it('is checked on every existing route', async () => {
    // Undocumented routes would be missed above; docs/security.md lists every route of the running service.
    const table = readFileSync('docs/security.md', 'utf8');
    const rows = [...table.matchAll(/^\| `(POST|PUT|PATCH|DELETE) (\/\S+)`/gm)];
    expect(rows.length).toBeGreaterThan(15);
    const { body } = await request(app.getHttpServer()).get('/openapi.json').expect(200);
    const labels = new OpenApi(body).operations().map(([label]) => label);
    for (const [, method, path] of rows)
      if (!path?.startsWith('/dashboard'))
        expect(labels).toContain(`${method} ${path?.replace('/tasks/{name}', '/tasks/math.divide')}`);
  });

  it('does not record reads, submits, and cancels of own tasks', async () => {
    const { audit_id: last } = await newest();
    const id = await submit();
    await request(app.getHttpServer()).get(`/tasks/${id}`).set(bearer(KEYS.operator)).expect(200);
    await ask('POST', `/tasks/${id}/cancel`, KEYS.submitter).expect(200);
    await ask('PUT', '/queues/tasks/pause', KEYS.submitter).expect(403);
    expect((await newest()).audit_id).toBe(last);
    const other = await submit();
    const change = { payload: { x: 1, y: 7 }, priority: 'high' };
    await ask('PATCH', `/tasks/${other}`, KEYS.operator).send(change).expect(200);
    expect(await newest()).toMatchObject({ action: 'task.change', who: 'operator', target: other });
    expect((await newest()).details).toEqual({ priority: 'high' }); // never a payload
    await ask('POST', `/tasks/${other}/cancel`, KEYS.operator).send({ reason: 'wrong' }).expect(200);
    expect(await newest()).toMatchObject({
      ...{ action: 'task.cancel', target: other, details: { reason: 'wrong' } },
    });
  });

  it('records refused requests, shortened, without secrets and unknown fields', async () => {
    const reason = `Bearer abcDEF123456 ${'long '.repeat(200)}`;
    await ask('POST', `/tasks/${ID}/cancel`).send({ reason, unknown: 'x' }).expect(422);
    const entry = await newest();
    expect(entry).toMatchObject({ action: 'task.cancel', outcome: 'refused', status: 422 });
    expect(Object.keys(entry.details)).toEqual(['reason']);
    expect(entry.details.reason).toMatch(/^Bearer \[redacted\] long .*…$/);
    expect(entry.details.reason.length).toBeLessThan(510);
    await ask('POST', '/dead-letters/discard').send({ task_ids: Array(500).fill(ID) });
    expect((await newest()).details.task_ids).toMatch(/^\["01938f5e.*…$/);
  });

  it('names created resources', async () => {
    const { body } = await ask('POST', `/tasks/${await submit()}/replay`).expect(201);
    expect(await newest()).toMatchObject({
      ...{ action: 'task.replay', status: 201, location: `/tasks/${body.task_id}` },
    });
  });

  it('can be read page by page, by actor, action and target', async () => {
    await ask('PUT', '/queues/notifications/pause', KEYS.operator).expect(200);
    await ask('PUT', '/queues/notifications/resume', KEYS.admin).expect(200);
    const shown = ({ items }: any) => items.map(({ action, who }: any) => [action, who]);
    const resume = ['queue.resume', 'admin'];
    const pause = ['queue.pause', 'operator'];
    expect(shown(await audit('?target=notifications'))).toEqual([resume, pause]);
    expect(shown(await audit('?target=notifications&who=operator'))).toEqual([pause]);
    expect(shown(await audit('?target=notifications&action=queue.resume'))).toEqual([resume]);
    expect(shown(await audit('?target=notifications&action=queue'))).toEqual([resume, pause]);
    expect(shown(await audit('?target=notifications&action=que'))).toEqual([]);
    const whole = (await audit('?limit=200')).items;
    const pages: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: any = await audit(`?limit=3${cursor && `&cursor=${cursor}`}`);
      pages.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(pages).toEqual(whole);
    await request(app.getHttpServer()).get('/audit?cursor=x').set(bearer(KEYS.admin)).expect(400);
    await request(app.getHttpServer()).get('/audit?action=Q').set(bearer(KEYS.admin)).expect(422);
  });

  it('takes a reason for every act, and shows it', async () => {
    const { body } = await request(app.getHttpServer()).get('/openapi.json').expect(200);
    const document = new OpenApi(body);
    const without = document.operations().flatMap(([label, operation]) => {
      const action = operation['x-audit-action'];
      const isAct = action !== undefined && !/^view|token$/.test(action);
      return !isAct || takesReason(document, operation) ? [] : [label];
    });
    expect(without).toEqual([]);
    await ask('PUT', '/queues/webhooks/pause', KEYS.operator).send({ reason: 'deploy' }).expect(200);
    expect(await newest()).toMatchObject({ action: 'queue.pause', reason: 'deploy' });
    const { body: paused } = await ask('PUT', '/queues/webhooks/resume').send({ reason: 'done' }).expect(200);
    expect(paused.pause).toBeNull();
    await ask('PUT', '/task-types/math.divide/pause').send({ reason: 'too slow' }).expect(200);
    const { body: type } = await request(app.getHttpServer())
      .get('/task-types/math.divide')
      .set(bearer(KEYS.viewer));
    expect(type.pause).toEqual({ since: expect.any(String), by: 'admin', reason: 'too slow' });
    await ask('PUT', '/task-types/math.divide/resume').expect(200);
    await ask('DELETE', `/tasks/${ID}?reason=by%20request`).expect(404);
    expect(await newest()).toMatchObject({ action: 'task.delete', reason: 'by request', outcome: 'refused' });
    for (const [method, path] of [
      ['DELETE', `/tasks/${ID}?reason=`],
      ['DELETE', `/tasks/${ID}?reason=a&reason=b`],
      ['DELETE', `/tasks/${ID}?reason=a%0Ab`],
    ] as const)
      await ask(method, path).expect(422);
    await ask('POST', `/tasks/${ID}/promote`).send({ reason: 7 }).expect(422);
    await ask('POST', `/tasks/${ID}/retry`).send({ other: 'x' }).expect(422);
  });

  it('can be read by outcome and period', async () => {
    const id = await submit();
    await ask('POST', `/tasks/${id}/promote`).expect(409);
    await ask('POST', `/tasks/${id}/cancel`).send({ reason: 'wrong' }).expect(200);
    const of = async (query: string) =>
      (await audit(`?target=${id}${query}`)).items.map(({ action }: any) => action);
    expect(await of('')).toEqual(['task.cancel', 'task.promote']);
    expect(await of('&outcome=refused')).toEqual(['task.promote']);
    expect(await of('&outcome=succeeded')).toEqual(['task.cancel']);
    const [cancel, promote] = (await audit(`?target=${id}`)).items;
    const after = new Date(Date.parse(cancel.at) + 1).toISOString();
    expect(await of(`&from=${promote.at}&to=${after}`)).toEqual(['task.cancel', 'task.promote']);
    expect(await of(`&from=${after}`)).toEqual([]);
    expect(await of(`&to=${promote.at}`)).toEqual([]);
    await request(app.getHttpServer()).get('/audit?from=x').set(bearer(KEYS.admin)).expect(422);
    await request(app.getHttpServer()).get('/audit?outcome=x').set(bearer(KEYS.admin)).expect(422);
  });

  it('reports whether an action without an outcome is still running or was lost with its process', async () => {
    const log = app.get(AuditLog);
    const action = { action: 'queue.pause', target: 'tasks', details: {}, requestId: null, address: null };
    const id = await log.record({ ...action, who: 'admin', role: 'admin', access: 'key' });
    expect(await newest()).toMatchObject({ audit_id: id, outcome: 'pending', status: null });
    // Simulates an entry begun two minutes ago.
    const [member = ''] = await sandbox.redis.zrangebyscore(key(), id, id);
    const old = String(Number(id) - 120_000_000);
    await sandbox.redis.zadd(key(), old, member.replace(id, old));
    const { items } = await audit('?action=queue.pause&limit=200');
    expect(items).toContainEqual(expect.objectContaining({ audit_id: old, outcome: 'lost', status: null }));
  });

  it('keeps the newest AUDIT_MAX_ENTRIES, in order of arrival', async () => {
    await Promise.all(Array.from({ length: 120 }, () => ask('POST', `/tasks/${ID}/promote`).expect(404)));
    expect(await sandbox.redis.zcard(`${key()}-refused`)).toBe(100);
    const ids = (await audit('?limit=200')).items.map(({ audit_id }: any) => Number(audit_id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted((a: number, b: number) => b - a));
  });

  it('keeps accepted actions, however many are refused after them', async () => {
    await ask('PUT', '/queues/webhooks/pause').expect(200);
    const { audit_id: done } = await newest();
    for (let i = 0; i < 4; i++)
      await Promise.all(Array.from({ length: 40 }, () => ask('PATCH', '/queues/nothing').expect(404)));
    const { items } = await audit('?action=queue.pause&target=webhooks&limit=200');
    expect(items).toContainEqual(expect.objectContaining({ audit_id: done, outcome: 'succeeded' }));
    await ask('PUT', '/queues/webhooks/resume').expect(200);
  });

  it('blocks every action that it cannot record', async () => {
    const id = await submit();
    await ask('PUT', '/queues/fetch/resume').expect(200);
    await sandbox.redis.rename(key(), `${key()}-away`);
    await sandbox.redis.set(key(), 'something else'); // so that the script fails
    for (const [asked, path] of [
      ['PUT', '/queues/fetch/pause'],
      ['POST', `/tasks/${id}/cancel`],
    ] as const) {
      const { body } = await ask(asked, path).expect(503);
      expect(body).toMatchObject({ code: 'audit-unavailable' });
      expect(body.detail).toContain('Nothing was done');
    }
    await sandbox.redis.rename(`${key()}-away`, key());
    const get = (path: string) => request(app.getHttpServer()).get(path).set(bearer(KEYS.viewer));
    expect((await get('/queues/fetch')).body).toMatchObject({ paused: false });
    expect((await get(`/tasks/${id}`)).body).toMatchObject({ status: 'PENDING' });
  });
});

describe('the audit log without keys', () => {
  it.each([
    [{}, 'loopback'],
    [{ AUTH: 'none' }, 'open'],
  ])('records %j as an anonymous caller', async (variables, access) => {
    const sandbox = await createSandbox(variables);
    const app = await startApi(sandbox.variables);
    await request(app.getHttpServer()).put('/queues/tasks/pause').expect(200);
    const { body } = await request(app.getHttpServer()).get('/audit').expect(200);
    expect(body.items).toEqual([
      expect.objectContaining({ who: 'anonymous', role: 'admin', access, action: 'queue.pause' }),
    ]);
    await app.close();
    await sandbox.clean();
  });
});

/** True if an operation takes a `reason`, in its body or its query. */
function takesReason({ document }: OpenApi, { requestBody, parameters = [] }: Operation): boolean {
  const name = requestBody?.content['application/json']?.schema?.$ref?.split('/').at(-1) ?? '';
  const fields = document.components.schemas[name]?.properties ?? {};
  return 'reason' in fields || parameters.some((parameter) => parameter.name === 'reason');
}
