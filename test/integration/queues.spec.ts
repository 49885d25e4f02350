import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { RemovalHooks } from '../../src/core/lifetime/removal-hooks.js';
import { WorkerPool } from '../../src/worker/consuming/worker-pool.js';
import { WorkerReportBuilder } from '../../src/worker/upkeep/worker-report-builder.js';
import { WorkerDirectory } from '../../src/core/workers/worker-directory.js';
import { QueueStatsRecorder } from '../../src/worker/upkeep/queue-stats-recorder.js';
import { Heartbeat } from '../../src/worker/upkeep/heartbeat.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type Stand, startStand } from '../support/stand.js';

const HOUR_MS = 3_600_000;

describe('/queues', () => {
  let stand: Stand;

  beforeEach(async () => {
    stand = await startStand();
    await eventually(async () => {
      const { body } = await request(server()).get('/workers').expect(200);
      expect(body.items).toHaveLength(1);
    });
  });
  afterEach(() => stand.stop());

  const server = () => stand.app.getHttpServer();
  const queue = async (name = 'tasks') => (await request(server()).get(`/queues/${name}`).expect(200)).body;
  const submit = async (options: object = {}) => {
    const body = { payload: { x: 4, y: 2 }, options };
    return (await request(server()).post('/tasks/math.divide').send(body).expect(201)).body.task_id as string;
  };
  const statusOf = async (id: string) =>
    (await request(server()).get(`/tasks/${id}`).expect(200)).body.status;
  const ends = (id: string) => eventually(async () => expect(await statusOf(id)).toBe('SUCCESS'));

  it('lists every queue with its workers', async () => {
    const { body } = await request(server()).get('/queues').expect(200);
    expect(body.items.map(({ name, consumers, slots }: any) => [name, consumers, slots])).toEqual([
      ['tasks', 1, 8],
      ['notifications', 1, 8],
      ['webhooks', 1, 16],
      ['fetch', 1, 16],
      ['operations', 1, 2],
    ]);
    expect(body.items[0]).toMatchObject({
      paused: false,
      counts: { waiting: 0, delayed: 0, started: 0, succeeded: 0, failed: 0 },
      oldest_waiting_ms: null,
      backlog_seconds: 0,
      limits: { concurrency: null, rate: null },
      last_minute: { succeeded: 0, per_second: 0, run_ms: { mean: null, p50: null, p95: null } },
    });
  });

  it('pauses and resumes a queue for every worker', async () => {
    const { body: paused } = await request(server()).put('/queues/tasks/pause').expect(200);
    expect(paused).toMatchObject({ name: 'tasks', paused: true });
    const ids = [await submit({ priority: 'low' }), await submit({ priority: 'critical' })];
    await submit({ delay_ms: HOUR_MS });
    expect(await queue()).toMatchObject({
      counts: { waiting: 2, delayed: 1, started: 0 },
      oldest_waiting_ms: expect.any(Number),
      backlog_seconds: 0.25, // two runs of 1 s, the default without statistics, in eight slots
    });
    const { body: resumed } = await request(server()).put('/queues/tasks/resume').expect(200);
    expect(resumed.paused).toBe(false);
    await Promise.all(ids.map(ends));
  });

  it('shows since when and by whom it is paused, until it is resumed', async () => {
    const { body: paused } = await request(server()).put('/queues/tasks/pause').expect(200);
    expect(paused.pause).toEqual({ since: expect.any(String), by: 'anonymous', reason: null });
    const { body: again } = await request(server()).put('/queues/tasks/pause').expect(200);
    expect(again.pause).toEqual(paused.pause);
    const { body: resumed } = await request(server()).put('/queues/tasks/resume').expect(200);
    expect(resumed).toMatchObject({ paused: false, pause: null });
  });

  it('is degraded in /health while it is paused or closed, with the reason', async () => {
    const health = async () => (await request(server()).get('/health').expect(200)).body;
    const { pause } = (await request(server()).put('/queues/tasks/pause').expect(200)).body;
    expect(await health()).toMatchObject({
      status: 'degraded',
      details: {
        'queue:tasks': {
          status: 'degraded',
          message: `paused since ${pause.since} by anonymous: tasks wait`,
        },
        'queue:fetch': { status: 'up' },
      },
    });
    await request(server()).put('/queues/tasks/resume').expect(200);
    const { closed } = (await request(server()).put('/queues/tasks/close').expect(200)).body;
    expect((await health()).details['queue:tasks'].message).toBe(
      `closed since ${closed.since} by anonymous: submits are refused`,
    );
    await request(server()).put('/queues/tasks/open').expect(200);
    expect((await health()).details['queue:tasks'].status).toBe('up');
  });

  it('is degraded in /health if all slots have been busy for long without a finished task', async () => {
    const beat = stand.worker.get(WorkerReportBuilder).report();
    const since = Date.now() - 1_800_000;
    const running = { count: 8, oldestSince: since - 1_000, newestSince: since };
    const queues = beat.queues.map((one) => (one.name === 'tasks' ? { ...one, running } : one));
    await stand.worker.get(Heartbeat).stop(); // from now on the test controls its reports
    await stand.worker.get(WorkerDirectory).announce({ ...beat, queues }, 15_000);
    const { body } = await request(server()).get('/health').expect(200);
    expect(body.status).toBe('degraded');
    expect(body.details['queue:tasks'].message).toMatch(
      /^all slots are full, and no task has finished for 180\d s$/,
    );
    expect((await queue()).longest_running_ms).toBeGreaterThanOrEqual(1_801_000);
    const { text } = await request(server()).get('/metrics').expect(200);
    expect(text).toMatch(/celeriac_queue_longest_running_seconds\{queue="tasks"\} 180\d/);
  });

  it('can be closed: it refuses submits at every API, runs dry, and opens again', async () => {
    const other = await startApi(stand.sandbox.variables);
    const submitTo = (app: typeof other) =>
      request(app.getHttpServer())
        .post('/tasks/math.divide')
        .send({ payload: { x: 4, y: 2 } });
    await submitTo(other).expect(201);
    const accepted = await submit();
    const waiting = await submit({ delay_ms: HOUR_MS });
    const close = () => request(server()).put('/queues/tasks/close').send({ reason: 'deploy' }).expect(200);
    const { body: closed } = await close();
    const hold = { since: expect.any(String), by: 'anonymous', reason: 'deploy' };
    expect(closed).toMatchObject({ accepting: false, closed: hold, paused: false });
    const { body, headers } = await submitTo(stand.app).expect(503);
    expect(body).toMatchObject({ code: 'queue-closed', detail: expect.stringContaining('deploy') });
    expect(headers['retry-after']).toBe('30');
    await eventually(() => submitTo(other).expect(503));
    const { body: batch } = await request(server())
      .post('/tasks/batch')
      .send({ tasks: [{ name: 'math.divide', payload: { x: 1, y: 1 } }] })
      .expect(201);
    expect(batch.items[0].problem).toMatchObject({ code: 'queue-closed', status: 503 });
    await ends(accepted);
    await request(server()).post(`/tasks/${waiting}/cancel`).expect(200);
    await request(server()).post(`/tasks/${waiting}/retry`).expect(202); // it was accepted before
    await ends(waiting);
    await eventually(async () => expect((await queue()).remaining).toBe(0));
    expect((await queue('fetch')).accepting).toBe(true);
    const restarted = await startApi(stand.sandbox.variables);
    await submitTo(restarted).expect(503);
    const { body: open } = await request(server()).put('/queues/tasks/open').expect(200);
    expect(open).toMatchObject({ accepting: true, closed: null });
    await submitTo(stand.app).expect(201);
    await eventually(() => submitTo(other).expect(201));
    await restarted.close();
    await other.close();
  });

  describe('counts REVOKED apart from FAILURE', () => {
    const counts = async () => {
      const { failed, revoked } = (await queue()).counts;
      return { failed, revoked };
    };
    const cancel = (id: string) => request(server()).post(`/tasks/${id}/cancel`).expect(200);
    const fail = async () => {
      const failing = { payload: { x: 1, y: 0 } };
      const { body } = await request(server()).post('/tasks/math.divide').send(failing).expect(201);
      await eventually(async () => expect(await statusOf(body.task_id)).toBe('FAILURE'));
    };

    it('when it is revoked, retried and deleted', async () => {
      await fail();
      const ids = [await submit({ delay_ms: HOUR_MS }), await submit({ delay_ms: HOUR_MS })];
      for (const id of ids) await cancel(id);
      expect(await counts()).toEqual({ failed: 1, revoked: 2 });
      const { text } = await request(server()).get('/metrics').expect(200);
      expect(text).toContain('celeriac_queue_tasks{queue="tasks",state="failed"} 1');
      expect(text).toContain('celeriac_queue_tasks{queue="tasks",state="revoked"} 2');
      await request(server()).post(`/tasks/${ids[0]}/retry`).expect(202);
      await ends(ids[0] ?? '');
      expect(await counts()).toEqual({ failed: 1, revoked: 1 });
      await request(server()).delete(`/tasks/${ids[1]}`).expect(204);
      expect(await counts()).toEqual({ failed: 1, revoked: 0 });
    });

    it('when a worker ends it', async () => {
      const { body } = await request(server())
        .post('/tasks/math.divide')
        .send({ payload: { x: 1, y: 1 }, options: { expires_at: '2001-01-01T00:00:00Z' } });
      await eventually(async () => expect(await counts()).toEqual({ failed: 0, revoked: 1 }));
      expect(await statusOf(body.task_id)).toBe('REVOKED');
    });

    it('after a sweep of the data of an older version', async () => {
      await fail();
      await cancel(await submit({ delay_ms: HOUR_MS }));
      const set = `${stand.sandbox.prefix}:revoked:tasks`;
      await stand.sandbox.redis.del(set, `${stand.sandbox.prefix}:walk:revoked:tasks:failed`);
      await stand.sandbox.redis.sadd(set, 'of-one-that-is-gone');
      for (let i = 0; i < 3; i++) await stand.worker.get(RemovalHooks).sweep();
      expect(await stand.sandbox.redis.scard(set)).toBe(1);
      expect(await counts()).toEqual({ failed: 1, revoked: 1 });
    });
  });

  it('counts its finished tasks', async () => {
    await ends(await submit());
    const failing = { payload: { x: 1, y: 0 } };
    const { body } = await request(server()).post('/tasks/math.divide').send(failing).expect(201);
    await eventually(async () => expect(await statusOf(body.task_id)).toBe('FAILURE'));
    await stand.worker.get(QueueStatsRecorder).stop(); // flushes its statistics
    const seen = { succeeded: 1, failed: 1, retried: 0, run_ms: { p95: expect.any(Number) } };
    expect(await queue()).toMatchObject({
      counts: { succeeded: 1, failed: 1 },
      last_minute: { ...seen, wait_ms: { p50: expect.any(Number) } },
      last_hour: seen,
    });
    expect((await queue('fetch')).last_hour).toMatchObject({ succeeded: 0, failed: 0 });
  });

  it('sets and removes a rate limit', async () => {
    const limits = { rate: { max: 1, duration_ms: HOUR_MS } };
    const { body } = await request(server()).patch('/queues/tasks').send(limits).expect(200);
    expect(body.limits).toEqual({ concurrency: null, ...limits });
    const ids = [await submit(), await submit()];
    await eventually(async () => {
      const statuses = await Promise.all(ids.map(statusOf));
      expect(statuses.sort()).toEqual(['PENDING', 'SUCCESS']);
    });
    const { body: free } = await request(server()).patch('/queues/tasks').send({ rate: null }).expect(200);
    expect(free.limits).toEqual({ concurrency: null, rate: null });
  });

  it('sets a concurrency limit', async () => {
    stand.worker.get(WorkerPool).drain();
    const { body } = await request(server()).patch('/queues/tasks').send({ concurrency: 2 }).expect(200);
    expect(body.limits).toEqual({ concurrency: 2, rate: null });
    stand.worker.get(WorkerPool).resume(['tasks']);
    await stand.worker.get(Heartbeat).beat();
    expect(await queue()).toMatchObject({ slots: 2, limits: { concurrency: 2 } });
    const ids = await Promise.all(Array.from({ length: 10 }, () => submit()));
    await Promise.all(ids.map(ends));
    const { body: free } = await request(server())
      .patch('/queues/tasks')
      .send({ concurrency: null })
      .expect(200);
    expect(free.limits.concurrency).toBeNull();
  });

  it.each([
    [{ concurrency: 0 }, '/concurrency'],
    [{ concurrency: '2' }, '/concurrency'],
    [{ rate: { max: 1 } }, '/rate/duration_ms'],
    [{ rate: 5 }, '/rate'],
    [{ unknown: 1 }, '/unknown'],
  ])('refuses %j', async (change, pointer) => {
    const { body } = await request(server()).patch('/queues/tasks').send(change).expect(422);
    expect(new Set(body.errors.map((error: any) => error.pointer))).toEqual(new Set([pointer]));
  });

  it('answers 404 for an unknown queue', async () => {
    for (const asking of [
      request(server()).get('/queues/active'),
      request(server()).put('/queues/active/pause'),
      request(server()).patch('/queues/active').send({}),
    ]) {
      const { body } = await asking.expect(404);
      expect(body).toMatchObject({ code: 'queue-not-found' });
    }
  });
});
