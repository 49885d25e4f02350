import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { QueueControl } from '../../src/core/queues/queue-control.js';
import { Keys } from '../../src/core/redis/keys.js';
import { tickWorkId } from '../../src/core/schedules/schedule.js';
import { Ticker } from '../../src/core/schedules/ticking/ticker.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { dumpOf } from '../support/redis-dump.js';
import { WorkflowStand, echo, resultOf, sum } from '../support/workflow-stand.js';
import { WaitTask, WorkflowTasks } from '../support/workflow-tasks.js';

const START = Date.UTC(2040, 0, 1);
const MINUTE_MS = 60_000;
/** Only the test lets it tick. */
const later = { every_ms: MINUTE_MS, start_at: new Date(START).toISOString() };
const PASSWORD = 's3cret-of-ada';

const report = {
  name: 'report',
  tags: ['demo'],
  steps: { one: sum(1, 2), two: { task: 'test.sum', payload: { numbers: [resultOf('one'), 4] } } },
  on_end: echo('over'),
};
const waiting = { steps: { wait: { task: 'test.wait' } } };
const secret = {
  steps: {
    ada: { task: 'test.account', payload: { account: { user: 'ada', password: PASSWORD } } },
    all: {
      task: 'test.account',
      payload: { account: { $item: '' } },
      each: [{ user: 'bob', password: `${PASSWORD}-bob` }],
    },
  },
};

describe('a schedule of a workflow', () => {
  let stand: WorkflowStand;
  let app: NestExpressApplication;
  let number = 0;

  beforeAll(async () => {
    stand = await WorkflowStand.create({ API_KEYS });
    app = await startApi({ ...stand.sandbox.variables, API_KEYS }, { modules: [WorkflowTasks] });
  });
  afterAll(async () => {
    await app.close();
    await stand.close();
  });

  const call = (method: 'get' | 'put' | 'patch' | 'post', path: string, by: keyof typeof KEYS = 'admin') =>
    request(app.getHttpServer())[method](path).set(bearer(KEYS[by]));
  const put = (id: string, body: object) => call('put', `/schedules/${id}`).send(body);
  const ticks = async (id: string) => (await call('get', `/schedules/${id}/ticks`)).body.items;
  const step = (minute: number) => app.get(Ticker).step(START + minute * MINUTE_MS);
  const workflowOf = (id: string, minute: number) => tickWorkId(id, START + minute * MINUTE_MS);
  const statusOf = async (id: string) => (await stand.view(id)).workflow.status;

  /** Stores a schedule whose first tick is at START. Returns its id. */
  async function stored(workflow: object, more: object = {}): Promise<string> {
    const id = `graph-${(number += 1)}`;
    await put(id, { ...later, workflow, ...more }).expect(201);
    return id;
  }

  async function removed(id: string): Promise<void> {
    await request(app.getHttpServer()).delete(`/schedules/${id}`).set(bearer(KEYS.admin)).expect(204);
  }

  it('is shown with it, and found by its tasks and its name', async () => {
    const id = await stored(report);
    const { body } = await call('get', `/schedules/${id}`).expect(200);
    expect(body).toMatchObject({ task: null, payload: null, options: {}, workflow: report });
    const found = async (query: string) =>
      (await call('get', `/schedules?${query}`)).body.items.map((one: any) => one.schedule_id);
    expect(await found('task=test.sum')).toEqual([id]);
    expect(await found('task=test.echo')).toEqual([id]);
    expect(await found('q=repor')).toEqual([id]);
    expect(await found('task=test.wait')).toEqual([]);
    await removed(id);
  });

  it('starts it at each tick, by a worker, under the id of the tick', async () => {
    await put('secondly', { workflow: report, every_ms: 1_000, overlap: 'allow' }).expect(201);
    const [tick] = await eventually(async () => {
      const all = (await ticks('secondly')).toReversed();
      expect(all.length).toBeGreaterThan(0);
      return all;
    });
    await call('post', '/schedules/secondly/pause').expect(200);
    const id = tickWorkId('secondly', Date.parse(tick.tick_at));
    expect(tick).toMatchObject({ outcome: 'submitted', task_id: null, workflow_id: id });
    expect(await stand.outcome(id)).toEqual({ status: 'SUCCESS', steps: { one: 'SUCCESS', two: 'SUCCESS' } });
    expect((await stand.taskOf(id, 'two')).result).toBe(7);
    expect((await stand.view(id)).workflow).toMatchObject({
      ...{ name: 'report', tags: ['demo', 'schedule:secondly'], submittedBy: 'admin' },
    });
    await removed('secondly');
  });

  it('starts it once, though two workers take the same tick', async () => {
    const id = await stored(report);
    const record = app.get(Keys).schedule(id);
    const before = await stand.sandbox.redis.hgetall(record);
    await step(0);
    const first = await stand.outcome(workflowOf(id, 0));
    // As if the first worker had died before it moved the schedule on.
    await stand.sandbox.redis.del(record);
    await stand.sandbox.redis.hset(record, before);
    await stand.sandbox.redis.zadd(app.get(Keys).scheduleTimes, START, id);
    const { entries } = await step(0);
    expect(entries).toMatchObject([{ outcome: 'submitted', workflowId: workflowOf(id, 0) }]);
    expect(await stand.outcome(workflowOf(id, 0))).toEqual(first);
    const { body } = await call('get', `/workflows?tag=schedule:${id}`).expect(200);
    expect(body.items).toHaveLength(1);
    await removed(id);
  });

  it('skips a tick while the workflow of an earlier one has not ended', async () => {
    const id = await stored(waiting);
    await step(0);
    await stand.reaches(workflowOf(id, 0), 'wait', 'STARTED');
    await step(1);
    WaitTask.release();
    await stand.ended(workflowOf(id, 0));
    await step(2);
    await stand.reaches(workflowOf(id, 2), 'wait', 'STARTED');
    WaitTask.release();
    expect((await ticks(id)).map(({ outcome }: any) => outcome)).toEqual([
      'submitted',
      'skipped',
      'submitted',
    ]);
    await stand.ended(workflowOf(id, 2));
    await removed(id);
  });

  it('cancels the workflow of an earlier tick', async () => {
    const id = await stored(waiting, { overlap: 'cancel-previous' });
    await step(0);
    await stand.reaches(workflowOf(id, 0), 'wait', 'STARTED');
    await step(1);
    expect((await stand.ended(workflowOf(id, 0))).workflow).toMatchObject({
      ...{ status: 'REVOKED', revokeReason: `replaced by a newer tick of ${id}` },
    });
    expect(await statusOf(workflowOf(id, 1))).not.toBe('REVOKED');
    await stand.reaches(workflowOf(id, 1), 'wait', 'STARTED');
    WaitTask.release();
    await stand.ended(workflowOf(id, 1));
    await removed(id);
  });

  it('skips a tick if a queue of one of its steps is closed', async () => {
    const id = await stored(report);
    await app.get(QueueControl).close('tasks', 'ops', null);
    await step(0);
    await app.get(QueueControl).open('tasks');
    expect(await ticks(id)).toMatchObject([
      { outcome: 'skipped', workflow_id: null, reason: 'The queue tasks is closed.' },
    ]);
    await removed(id);
  });

  it('keeps the secrets of its steps encrypted, shows them to nobody, and runs with them', async () => {
    const id = await stored(secret);
    expect(await dumpOf(stand.sandbox.redis, stand.sandbox.prefix)).not.toContain(PASSWORD);
    const { body } = await call('get', `/schedules/${id}`).expect(200);
    expect(body.workflow.steps).toMatchObject({
      ada: { task: 'test.account', payload: { account: { user: 'ada', password: '[redacted]' } } },
      all: { each: '[redacted]' },
    });
    const seen = (await call('get', `/schedules/${id}`, 'viewer').expect(200)).body;
    expect(seen.workflow.steps).toEqual({
      ada: { task: 'test.account', payload: null, options: {} },
      all: { task: 'test.account', payload: null, options: {}, each: null },
    });
    await call('patch', `/schedules/${id}`).send({ note: 'kept' }).expect(200);
    await step(0);
    await stand.ended(workflowOf(id, 0));
    expect((await stand.taskOf(workflowOf(id, 0), 'ada')).result).toBe(PASSWORD.length);
    expect((await stand.taskOf(workflowOf(id, 0), 'all')).result).toEqual([PASSWORD.length + 4]);
    expect(await dumpOf(stand.sandbox.redis, stand.sandbox.prefix)).not.toContain(PASSWORD);
    await removed(id);
  });

  it('runs now, and in a backfill', async () => {
    const id = await stored(report, { start_at: null, every_ms: MINUTE_MS });
    await call('post', `/schedules/${id}/pause`).expect(200);
    const { body, headers } = await call('post', `/schedules/${id}/run`).expect(201);
    expect(body).toEqual({ task_id: null, workflow_id: expect.any(String), status: 'PENDING' });
    expect(headers['location']).toBe(`/workflows/${body.workflow_id}`);
    expect(await stand.outcome(body.workflow_id)).toMatchObject({ status: 'SUCCESS' });
    const period = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:01:00Z', dry_run: false };
    const backfill = async () => (await call('post', `/schedules/${id}/backfill`).send(period)).body;
    const { items } = await backfill();
    expect(items).toMatchObject([{ outcome: 'submitted', task_id: null }, { outcome: 'submitted' }]);
    const { workflow } = await stand.ended(items[0].workflow_id);
    expect(Date.now() - workflow.createdAt).toBeLessThan(MINUTE_MS);
    expect((await backfill()).items).toMatchObject([{ outcome: 'exists' }, { outcome: 'exists' }]);
    await removed(id);
  });

  it('may get a task instead, and a task a workflow', async () => {
    const id = await stored(report);
    const task = { task: 'test.sum', payload: { numbers: [1] } };
    const patch = (body: object) => call('patch', `/schedules/${id}`).send(body);
    expect((await patch(task).expect(200)).body).toMatchObject({ ...task, workflow: null });
    expect((await patch({ workflow: waiting }).expect(200)).body).toMatchObject({
      ...{ task: null, workflow: waiting },
    });
    const { body } = await patch({ payload: { numbers: [1] } }).expect(422);
    expect(body.errors).toEqual([{ pointer: '/payload', message: expect.stringContaining('each of its') }]);
    await removed(id);
  });

  const step1 = (more: object) => ({ workflow: { steps: { one: { ...sum(1), ...more } } } });
  it.each([
    ['/task', 'must be given', {}],
    ['/task', 'together with a workflow', { workflow: report, task: 'test.sum' }],
    ['/payload', 'together with a workflow', { workflow: report, payload: {} }],
    ['/options', 'together with a workflow', { workflow: report, options: { attempts: 2 } }],
    ['/workflow/steps', 'at least one step', { workflow: { steps: {} } }],
    ['/workflow/steps/one/task', 'No task is named', step1({ task: 'nobody.knows' })],
    ['/workflow/steps/one/after/0', 'two', step1({ after: ['two'] })],
    ['/workflow/steps/one/payload/numbers', 'numbers', step1({ payload: { numbers: 'one' } })],
    ['/workflow/steps/one/iff', 'should not exist', step1({ iff: 1 })],
    ['/workflow/on_end/task', 'No task is named', { workflow: { ...report, on_end: { task: 'nobody' } } }],
    [
      '/workflow/steps/one/options/run_at',
      'every tick',
      step1({ options: { run_at: '2040-01-01T00:00:00Z' } }),
    ],
    [
      '/workflow/webhook_url',
      'WEBHOOK_SECRETS',
      { workflow: { ...report, webhook_url: 'https://example.com' } },
    ],
    [
      '/workflow/tags',
      '19',
      { workflow: { ...report, tags: Array.from({ length: 20 }, (_, i) => `t${i}`) } },
    ],
  ])('is refused with a pointer to %s: %s', async (pointer, message, body) => {
    const { body: problem } = await put('refused', { ...later, ...body }).expect(422);
    expect(problem.errors).toContainEqual({ pointer, message: expect.stringContaining(message) });
    await call('get', '/schedules/refused').expect(404);
  });
});
