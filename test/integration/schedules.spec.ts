import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IsString } from 'class-validator';
import request from 'supertest';
import { ScheduleStore } from '../../src/core/schedules/records/schedule-store.js';
import { DueSchedules } from '../../src/core/schedules/ticking/due-schedules.js';
import { Ticker } from '../../src/core/schedules/ticking/ticker.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import type { Role } from '../../src/platform/config/roles.js';
import { ExecutionModule } from '../../src/worker/execution.module.js';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const divide = { task: 'math.divide', payload: { x: 10, y: 2 } };
const nightly = { ...divide, cron: '0 3 * * *', tz: 'Europe/Berlin' };

describe('/schedules', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let number = 0;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
  });
  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  const server = () => app.getHttpServer();
  const get = (path: string) => request(server()).get(path);
  const put = (id: string, body: object) => request(server()).put(`/schedules/${id}`).send(body);
  const patch = (id: string, body: object) => request(server()).patch(`/schedules/${id}`).send(body);
  const post = (path: string, body?: object) => request(server()).post(`/schedules/${path}`).send(body);
  const newId = () => `test-${(number += 1)}`;
  async function stored(rule: object = {}): Promise<string> {
    const id = newId();
    await put(id, { ...nightly, ...rule }).expect(201);
    return id;
  }

  it('creates one, gives it, and replaces it', async () => {
    const { body, headers } = await put('nightly-report', nightly).expect(201);
    expect(headers['location']).toBe('/schedules/nightly-report');
    expect(body).toEqual({
      ...{ schedule_id: 'nightly-report', state: 'active', task: 'math.divide', payload: { x: 10, y: 2 } },
      ...{
        workflow: null,
        options: {},
        cron: '0 3 * * *',
        every_ms: null,
        tz: 'Europe/Berlin',
        start_at: null,
        end_at: null,
      },
      ...{ overlap: 'skip', catch_up: 'last', catch_up_window_ms: 86_400_000, jitter_ms: 0, note: null },
      ...{ source: 'api', pause: null, last_tick_at: null, queued_tick_at: null, missed: 0 },
      ...{ next_tick_at: expect.stringMatching(/T0[12]:00:00.000Z$/), changed_by: 'anonymous' },
      ...{ created_at: expect.any(String), changed_at: body.created_at },
    });
    expect((await get('/schedules/nightly-report').expect(200)).body).toEqual(body);
    const replaced = await put('nightly-report', { ...divide, every_ms: 60_000, note: 'often' }).expect(200);
    expect(replaced.body).toMatchObject({ cron: null, every_ms: 60_000, tz: 'UTC', note: 'often' });
    expect(replaced.body.created_at).toBe(body.created_at);
  });

  it('changes some fields, and replaces cron and every_ms by each other', async () => {
    const id = await stored({
      note: 'old',
      options: { priority: 'low', tags: ['a'], backoff: { delay_ms: 5 } },
    });
    const { body } = await patch(id, { every_ms: 5_000, note: null, overlap: 'queue' }).expect(200);
    expect(body).toMatchObject({
      cron: null,
      every_ms: 5_000,
      note: null,
      overlap: 'queue',
      tz: 'Europe/Berlin',
    });
    expect(body.options).toMatchObject({ priority: 'low', tags: ['a'], backoff: { delay_ms: 5 } });
    expect((await patch(id, { cron: '0 * * * *' })).body).toMatchObject({
      cron: '0 * * * *',
      every_ms: null,
    });
    const start = '2030-01-01T00:00:00.000Z';
    expect((await patch(id, { start_at: start })).body.next_tick_at).toBe(start);
    expect((await patch(id, { start_at: null, options: null })).body).toMatchObject({
      start_at: null,
      options: {},
    });
    expect((await patch(id, { payload: { x: 1, y: 1 } })).body.payload).toEqual({ x: 1, y: 1 });
  });

  it.each([
    ['/cron', 'never fires', { ...divide, cron: '0 0 30 2 *' }],
    ['/cron', '5 or 6 fields', { ...divide, cron: '@daily' }],
    ['/cron', 'Invalid value for minute', { ...divide, cron: '99 * * * *' }],
    ['/cron', '100 characters', { ...divide, cron: `0 3 * * ${'1,'.repeat(60)}1` }],
    ['/cron', 'must be given', divide],
    ['/every_ms', 'not be given together', { ...nightly, every_ms: 1_000 }],
    ['/every_ms', '1000', { ...divide, every_ms: 999 }],
    ['/tz', 'IANA', { ...nightly, tz: 'Mars/Phobos' }],
    ['/tz', 'IANA', { ...nightly, tz: '+01:00' }],
    [
      '/end_at',
      'before the start',
      { ...nightly, start_at: '2030-01-02T00:00:00Z', end_at: '2030-01-01T00:00:00Z' },
    ],
    ['/end_at', 'in the past', { ...nightly, end_at: '2020-01-01T00:00:00Z' }],
    ['/start_at', 'no tick follows', { ...nightly, start_at: '9999-12-31T00:00:00Z' }],
    ['/task', 'No task is named', { ...nightly, task: 'nobody.knows' }],
    ['/task', 'No task is named', { ...nightly, task: 'operations.bulk-action' }],
    ['/payload/y', 'y must be', { ...nightly, payload: { x: 1, y: 'two' } }],
    ['/overlap', 'skip', { ...nightly, overlap: 'maybe' }],
    ['/catch_up', 'none', { ...nightly, catch_up: 'some' }],
    ['/jitter_ms', '86400000', { ...nightly, jitter_ms: 86_400_001 }],
    ['/note', '500', { ...nightly, note: 'a'.repeat(501) }],
    ['/options/run_at', 'should not exist', { ...nightly, options: { run_at: '2030-01-01T00:00:00Z' } }],
    [
      '/options/webhook_url',
      'WEBHOOK_SECRETS',
      { ...nightly, options: { webhook_url: 'https://example.com' } },
    ],
    ['/task', 'together with a workflow', { ...nightly, workflow: { steps: { a: divide } } }],
  ])('refuses with a pointer to %s: %s', async (pointer, message, body) => {
    const { body: problem } = await put('refused', body).expect(422);
    expect(problem).toMatchObject({ code: 'validation' });
    expect(problem.errors).toContainEqual({ pointer, message: expect.stringContaining(message) });
    await get('/schedules/refused').expect(404);
  });

  it.each(['A', '-a', 'a b', 'ä', 'a'.repeat(81)])('refuses the id %j', async (id) => {
    const { body } = await put(encodeURIComponent(id), nightly).expect(422);
    expect(body.errors).toEqual([
      { parameter: 'schedule_id', message: expect.stringContaining('small letters') },
    ]);
  });

  it.each([
    ['get', ''],
    ['delete', ''],
    ['patch', ''],
    ['get', '/preview'],
    ['get', '/ticks'],
    ['post', '/run'],
    ['post', '/pause'],
    ['post', '/resume'],
  ] as const)('answers 404 to %s nothing%s', async (method, path) => {
    const { body } = await request(server())[method](`/schedules/nothing${path}`).expect(404);
    expect(body).toMatchObject({ code: 'schedule-not-found', detail: expect.stringContaining('"nothing"') });
  });

  it('deletes one', async () => {
    const id = await stored();
    await request(server()).delete(`/schedules/${id}`).expect(204);
    await get(`/schedules/${id}`).expect(404);
  });

  it('lists by id, in pages, with filters', async () => {
    for (const name of ['list-c', 'list-a', 'list-b'])
      await put(name, { ...nightly, note: `of ${name}` }).expect(201);
    await put('list-primes', { task: 'math.count-primes', payload: { n: 10 }, every_ms: 1_000 }).expect(201);
    await post('list-b/pause').expect(200);
    const idsOf = async (query: string) =>
      (await get(`/schedules?${query}`).expect(200)).body.items.map((one: any) => one.schedule_id);
    expect(await idsOf('q=LIST-')).toEqual(['list-a', 'list-b', 'list-c', 'list-primes']);
    expect(await idsOf('q=of%20list-c')).toEqual(['list-c']);
    expect(await idsOf('task=math.count-primes')).toEqual(['list-primes']);
    expect(await idsOf('paused=true')).toEqual(['list-b']);
    expect(await idsOf('q=list-&paused=false&source=api')).toEqual(['list-a', 'list-c', 'list-primes']);
    expect(await idsOf('source=code')).toEqual([]);
    const { body } = await get('/schedules?q=list-&limit=2').expect(200);
    expect(body.next_cursor).toBe('list-b');
    expect(await idsOf(`q=list-&limit=2&cursor=${body.next_cursor}`)).toEqual(['list-c', 'list-primes']);
    await get('/schedules?cursor=%C3%A4').expect(422);
  });

  it('pauses with a note, keeps the first pause, and resumes', async () => {
    const id = await stored();
    const { body } = await post(`${id}/pause`, { note: 'moving' }).expect(200);
    expect(body).toMatchObject({ state: 'paused', next_tick_at: null });
    expect(body.pause).toEqual({ since: expect.any(String), by: 'anonymous', note: 'moving' });
    expect((await post(`${id}/pause`, { note: 'again' })).body.pause).toEqual(body.pause);
    expect((await put(id, nightly)).body).toMatchObject({ state: 'paused', next_tick_at: null });
    expect((await post(`${id}/resume`).expect(200)).body).toMatchObject({ state: 'active', pause: null });
    expect((await get(`/schedules/${id}`)).body.next_tick_at).not.toBeNull();
  });

  it('runs one now, once for each Idempotency-Key, and lists that among its ticks', async () => {
    const id = await stored({ options: { tags: ['report'] } });
    const run = () => post(`${id}/run`).set('Idempotency-Key', 'run-once');
    const { body, headers } = await run().expect(201);
    expect(headers['location']).toBe(`/tasks/${body.task_id}`);
    expect((await run().expect(201)).body).toEqual(body);
    expect((await get(`/tasks/${body.task_id}`)).body).toMatchObject({
      ...{ name: 'math.divide', status: 'PENDING', tags: ['report', `schedule:${id}`] },
    });
    expect((await get(`/schedules/${id}/ticks`).expect(200)).body.items).toMatchObject([
      { trigger: 'run', outcome: 'submitted', task_id: body.task_id, count: 1, reason: null },
    ]);
    await request(server()).put('/queues/tasks/close').expect(200);
    expect((await post(`${id}/run`).expect(409)).body).toMatchObject({ code: 'schedule-conflict' });
    await request(server()).put('/queues/tasks/open').expect(200);
  });

  it('backfills a period: first dry, then once', async () => {
    const id = await stored({ cron: '0 3 * * *', tz: 'UTC' });
    const period = { from: '2026-03-01T00:00:00Z', to: '2026-03-07T03:00:00Z' };
    const dry = await post(`${id}/backfill`, period).expect(200);
    expect(dry.body).toMatchObject({ dry_run: true, count: 7 });
    expect(dry.body.items[0]).toMatchObject({ tick_at: '2026-03-01T03:00:00.000Z', outcome: 'planned' });
    await get(`/tasks/${dry.body.items[0].task_id}`).expect(404);
    const real = await post(`${id}/backfill`, { ...period, dry_run: false }).expect(200);
    expect(real.body).toMatchObject({ dry_run: false, count: 7 });
    const { body: task } = await get(`/tasks/${dry.body.items[0].task_id}`).expect(200);
    expect(Date.now() - Date.parse(task.created_at)).toBeLessThan(60_000);
    const again = await post(`${id}/backfill`, { ...period, dry_run: false }).expect(200);
    expect(again.body.count).toBe(0);
    expect(new Set(again.body.items.map(({ outcome }: any) => outcome))).toEqual(new Set(['exists']));
    expect((await get(`/schedules/${id}/ticks`)).body.items).toHaveLength(7);
  });

  it.each([
    ['/to', 'future', { from: '2026-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' }],
    ['/to', 'before from', { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
    ['/to', '1000 ticks', { from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
  ])('refuses a backfill with a pointer to %s: %s', async (pointer, message, period) => {
    const { body } = await post(`${await stored()}/backfill`, period).expect(422);
    expect(body.errors).toEqual([{ pointer, message: expect.stringContaining(message) }]);
  });

  it('shows the next ticks, with the changes of the clocks', async () => {
    const id = await stored();
    const { body } = await get(`/schedules/${id}/preview?count=3`).expect(200);
    expect(body.items).toHaveLength(3);
    expect(body.items[0].at).toBe((await get(`/schedules/${id}`)).body.next_tick_at);
    const rule = { cron: '30 2 * * *', tz: 'Europe/Berlin', after: '2027-03-26T12:00:00Z', count: 3 };
    expect((await post('preview', rule).expect(200)).body.items).toEqual([
      { at: '2027-03-27T01:30:00.000Z', local: '2027-03-27T02:30:00+01:00', clock_change: null },
      { at: '2027-03-28T01:00:00.000Z', local: '2027-03-28T03:00:00+02:00', clock_change: 'gap' },
      { at: '2027-03-29T00:30:00.000Z', local: '2027-03-29T02:30:00+02:00', clock_change: null },
    ]);
    const autumn = { ...rule, after: '2027-10-30T12:00:00Z', count: 1 };
    expect((await post('preview', autumn)).body.items[0]).toMatchObject({ clock_change: 'overlap' });
    expect((await post('preview', { cron: 'never' }).expect(422)).body.errors[0].pointer).toBe('/cron');
    await get(`/schedules/${id}/preview?count=101`).expect(422);
  });

  it('lists ticks with their lateness and tasks', async () => {
    const id = await stored({ cron: undefined, every_ms: 60_000, overlap: 'skip' });
    const { tick } = await app.get(ScheduleStore).get(id);
    for (const minutes of [0, 1]) await app.get(Ticker).step((tick ?? 0) + minutes * 60_000 + 40);
    const { body } = await get(`/schedules/${id}/ticks?limit=5`).expect(200);
    expect(body.items).toMatchObject([
      { outcome: 'skipped', task_id: null, reason: 'The work of an earlier tick has not ended.' },
      { outcome: 'submitted', trigger: 'schedule', tick_at: new Date(tick ?? 0).toISOString() },
    ]);
    expect(body.items[1].lateness_ms).toBeGreaterThanOrEqual(40);
    await get(`/tasks/${body.items[1].task_id}`).expect(200);
    expect(await app.get(DueSchedules).earliest()).toBeGreaterThan(tick ?? 0);
  });
});

class SecretPayload {
  @IsString()
  name!: string;

  @IsString()
  password!: string;
}

@Task({ name: 'test.secret', queue: 'tasks', payload: SecretPayload, redact: ['password'] })
class SecretTask implements TaskHandler<SecretPayload, null> {
  run(): Promise<null> {
    return Promise.resolve(null);
  }
}

@Module({ imports: [ExecutionModule], providers: [SecretTask] })
class SecretModule {}

describe('/schedules with API keys', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox({ API_KEYS });
    app = await startApi(sandbox.variables, { modules: [SecretModule] });
  });
  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  const as = (role: Role) => bearer(KEYS[role]);
  const rule = { task: 'test.secret', payload: { name: 'Ada', password: 'hunter2' }, every_ms: 60_000 };
  const put = (id: string, role: Role) =>
    request(app.getHttpServer()).put(`/schedules/${id}`).set(as(role)).send(rule);

  it('shows payloads to admins only, and secret fields to nobody', async () => {
    const { body } = await put('secret', 'operator').expect(201);
    expect(body).toMatchObject({ payload: null, changed_by: 'operator' });
    const read = async (role: Role) =>
      (await request(app.getHttpServer()).get('/schedules/secret').set(as(role))).body;
    expect((await read('viewer')).payload).toBeNull();
    expect((await read('admin')).payload).toEqual({ name: 'Ada', password: '[redacted]' });
  });

  it('asks for the payload again if its secrets cannot be read', async () => {
    await put('broken', 'operator').expect(201);
    const store = app.get(ScheduleStore);
    const schedule = await store.get('broken');
    const definition = { ...schedule.definition, payload: { name: 'Ada', password: 'not encrypted' } };
    await store.change('broken', { ...schedule, facts: { ...schedule, definition }, read: schedule });
    const patch = (body: object) =>
      request(app.getHttpServer()).patch('/schedules/broken').set(as('operator')).send(body);
    await patch({ note: 'still possible' }).expect(200);
    const { body } = await patch({ options: { priority: 'high' } }).expect(422);
    expect(body.errors).toEqual([
      { pointer: '/payload', message: expect.stringContaining('payload must be given again. password') },
    ]);
    await patch({ options: { priority: 'high' }, payload: rule.payload }).expect(200);
  });

  it('submits under the name of the key that stored the schedule, or ran it', async () => {
    await put('named', 'operator').expect(201);
    const { tick } = await app.get(ScheduleStore).get('named');
    const { entries } = await app.get(Ticker).step(tick ?? 0);
    const taskId = entries.find(({ scheduleId }) => scheduleId === 'named')?.taskId;
    const read = async (id: unknown) =>
      (
        await request(app.getHttpServer())
          .get(`/tasks/${String(id)}`)
          .set(as('viewer'))
      ).body;
    expect(await read(taskId)).toMatchObject({ submitted_by: 'operator' });
    const { body } = await request(app.getHttpServer())
      .post('/schedules/named/run')
      .set(as('admin'))
      .expect(201);
    expect(await read(body.task_id)).toMatchObject({ submitted_by: 'admin' });
  });

  it('are changed by operators, and every change stands in the audit log', async () => {
    await put('audited', 'submitter').expect(403);
    await put('audited', 'operator').expect(201);
    for (const action of ['pause', 'resume', 'run'])
      await request(app.getHttpServer()).post(`/schedules/audited/${action}`).set(as('operator'));
    await request(app.getHttpServer())
      .patch('/schedules/audited')
      .set(as('operator'))
      .send({ note: 'new' })
      .expect(200);
    const period = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:01:00Z' };
    await request(app.getHttpServer())
      .post('/schedules/audited/backfill')
      .set(as('operator'))
      .send(period)
      .expect(200);
    await request(app.getHttpServer()).delete('/schedules/audited').set(as('operator')).expect(204);
    const { body } = await request(app.getHttpServer()).get('/audit').set(as('operator')).expect(200);
    const ours = body.items.filter(({ target }: any) => target === 'audited').toReversed();
    expect(ours.map(({ action, who }: any) => `${who} ${action}`)).toEqual(
      ['put', 'pause', 'resume', 'run', 'patch', 'backfill', 'delete'].map(
        (verb) => `operator schedule.${verb}`,
      ),
    );
    expect(JSON.stringify(ours)).not.toContain('Ada');
  });
});
